import { toSeconds } from '../clock.ts'
import { AuthError } from '../errors.ts'
import type { StrategyParts } from '../service-parts.ts'
import type { Principal, Revocation, TokenStrategy } from '../token-strategy.ts'
import { involves, type Kind, promisedIn } from './direction.ts'
import { isStatelessInForce, orStateless } from './on-trial.ts'
import type { IssuerMigration } from './parts.ts'
import type { Strategies } from './strategies.ts'

type Ending = Pick<TokenStrategy, 'revoke' | 'revokeOthers' | 'revokeAll' | 'revokeAccount' | 'sessions'>

/**
 * Ends sessions for the tokens of both strategies, in every phase alike. What the phase decides is only what may be
 * promised, and that the stateless strategy refuses what it cannot do as long as it is in force.
 */
export function createEnding(
  migration: IssuerMigration,
  { sessions, stateless }: Strategies,
  { clock, settings }: StrategyParts,
): Ending {
  const { direction, follower, sources, adoption } = migration
  const { ended, store } = sources
  const hasStateless = involves(direction, 'stateless')
  const asBefore = () => isStatelessInForce(migration)

  // #region end
  async function end(principal: Principal, sid: string): Promise<void> {
    if (hasStateless) {
      if (sid === principal.sid) await keep(principal)
      else if (!(await store.has(principal.sub, sid))) throw new AuthError('session_not_found')
      // First: then no refresh under way brings the session back.
      await ended.end(principal.sub, sid)
    }
    await sessions.revoke(principal, sid)
  }

  async function endAll(sub: string, actor: string): Promise<void> {
    if (hasStateless) await ended.endBefore(sub, '')
    await sessions.revokeAccount(sub, actor)
  }

  async function endOthers(principal: Principal): Promise<void> {
    if (hasStateless) {
      await keep(principal)
      await ended.endBefore(principal.sub, principal.sid)
    }
    await sessions.revokeOthers(principal)
  }
  // #endregion end

  /** The session may be known by its tokens only. In Redis it can be ended, or left when others are ended. */
  async function keep(principal: Principal): Promise<void> {
    await adoption.adopt({ ...principal, network: 'unknown' }, '')
  }

  const answers: Readonly<Record<Kind, (authTimeSeconds: number) => Revocation>> = {
    redis: () => ({ kind: 'immediate', effectiveAtMs: clock.nowMs() }),
    hybrid: () => ({ kind: 'bounded', effectiveAtMs: clock.nowMs() + settings.REVOCATION_BOUND_MS }),
    stateless: (authTimeSeconds) => ({
      kind: 'at-expiry',
      effectiveAtMs: (authTimeSeconds + settings.SESSION_ABSOLUTE_SECONDS) * 1000,
    }),
  }
  const answer = (authTimeSeconds: number): Revocation =>
    answers[promisedIn(direction, follower.phase)](authTimeSeconds)

  const nothing = async () => {}

  return {
    async revoke(principal, sid) {
      if (asBefore() && sid !== principal.sid) return stateless.revoke(principal, sid)
      await orStateless(migration, () => end(principal, sid), nothing)
      return answer(principal.authTimeSeconds)
    },
    async revokeAll({ sub, authTimeSeconds }) {
      await orStateless(migration, () => endAll(sub, sub), nothing)
      return answer(authTimeSeconds)
    },
    async revokeOthers(principal) {
      if (asBefore()) return stateless.revokeOthers(principal)
      await endOthers(principal)
      return answer(principal.authTimeSeconds)
    },
    async revokeAccount(sub, actor) {
      if (asBefore()) return stateless.revokeAccount(sub, actor)
      await endAll(sub, actor)
      return answer(toSeconds(clock.nowMs()))
    },
    sessions: (principal) => (asBefore() ? stateless : sessions).sessions(principal),
  }
}

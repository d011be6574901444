import { AuthError } from './errors.ts'
import { isOnTrial, issuedIn, type Kind, promisedThroughout } from './migration/direction.ts'
import { createEnding } from './migration/ending.ts'
import { type Mark, readMark } from './migration/marks.ts'
import { isStatelessInForce, isUnavailable, onlyOnce, orStateless } from './migration/on-trial.ts'
import type { IssuerMigration, MigrationParts } from './migration/parts.ts'
import { createRenewal, withoutProof } from './migration/renewal.ts'
import { createGuard } from './migration/revocation-guard.ts'
import { createStrategies, createVerifiers } from './migration/strategies.ts'
import type { StrategyParts, VerifierParts } from './service-parts.ts'
import type { Call, Principal, RevocationPromise, TokenStrategy, TokenVerifier } from './token-strategy.ts'

/** Accepts the tokens of both strategies: each by its own strategy's check, and by the revocations of both. */
export function createMigratingVerifier(migration: MigrationParts, parts: VerifierParts): TokenVerifier {
  const { direction, follower, sources, shadow, hybrid } = migration
  const verifiers = createVerifiers(migration, parts)
  const guard = createGuard(sources)
  const checkedBy = new WeakMap<Principal, TokenVerifier>()

  // #region verify
  async function verify(token: string, call: Call): Promise<Principal> {
    const { phase } = follower
    const mark = readMark(token)
    // Without a mark it is from before. After the drain there is no old token left, so no mark is needed either.
    const kind = phase === 'new-only' ? direction.to : (mark.strategy ?? direction.from)
    const verifier = verifierOf(kind)
    if (call.scheme !== 'Exchange' && !verifier.schemes.includes(call.scheme))
      throw new AuthError('scheme_unsupported')
    const check = async () => {
      const principal = await verifier.verify(token, call)
      if (phase !== 'new-only') await heedBoth(kind, mark, call, isOnTrial(direction, phase))
      return principal
    }
    const isShadowed = phase === 'shadow' && kind === direction.from
    const principal = await (isShadowed ? shadowed(check, mark, call) : check())
    follower.count(`seen:${mark.strategy ?? 'unmarked'}`)
    checkedBy.set(principal, verifier)
    return principal
  }

  /** While the stricter strategy is on trial, no answer is no refusal. */
  async function heedBoth(kind: Kind, mark: Mark, call: Call, onTrial: boolean): Promise<void> {
    await guard.assertLive(kind, mark, call, onTrial).catch((error) => {
      if (!onTrial || !isUnavailable(error)) throw error
    })
  }

  /** The old strategy decides. The new one is asked too, and nobody waits for its answer. */
  async function shadowed(check: () => Promise<Principal>, mark: Mark, call: Call): Promise<Principal> {
    try {
      const principal = await check()
      shadow.accepted(mark, call)
      return principal
    } catch (error) {
      if (error instanceof AuthError && error.code === 'session_revoked') shadow.refused(mark)
      throw error
    }
  }
  // #endregion verify

  function verifierOf(kind: Kind): TokenVerifier {
    const verifier = verifiers.get(kind)
    if (!verifier) throw new AuthError('token_claim_invalid')
    return verifier
  }

  return {
    schemes: [...new Set([...verifiers.values()].flatMap(({ schemes }) => schemes))],
    verify,
    profile: (principal) => (checkedBy.get(principal) ?? verifierOf(direction.from)).profile(principal),
    ...(hybrid && { ageMs: () => hybrid.feed.ageMs }),
  }
}

/** Two strategies as one, by the phase. Nobody has to log in again, and what is revoked is revoked in both. */
export function createMigratingStrategy(migration: IssuerMigration, parts: StrategyParts): TokenStrategy {
  const { direction, follower } = migration
  const strategies = createStrategies(migration, parts)
  const { sessions, stateless, next } = strategies

  // #region issue
  const issue: TokenStrategy['issue'] = async (user, device, call, authenticate) => {
    const ownCall = issuedIn(direction, follower.phase) === 'hybrid' ? call : withoutProof(call)
    if (!isStatelessInForce(migration)) return sessions.issue(user, device, ownCall, authenticate)
    const once = onlyOnce(authenticate)
    const issueAlone = () => stateless.issue(user, device, ownCall, once)
    if (follower.phase === 'issue-old') return issueAlone()
    // In shadow the session is put into Redis as well, so that there is something to compare with.
    return orStateless(migration, () => sessions.issue(user, device, ownCall, once), issueAlone)
  }
  // #endregion issue

  const both = {
    issue,
    refresh: createRenewal(migration, strategies, parts),
    ...createEnding(migration, strategies, parts),
  }
  const current = () => (follower.phase === 'new-only' ? next : both)
  return {
    ...createMigratingVerifier(migration, parts),
    revocation: promiseOf(promisedThroughout(direction), parts),
    issue: (...request) => current().issue(...request),
    refresh: (...request) => current().refresh(...request),
    revoke: (...request) => current().revoke(...request),
    revokeOthers: (...request) => current().revokeOthers(...request),
    revokeAll: (...request) => current().revokeAll(...request),
    revokeAccount: (...request) => current().revokeAccount(...request),
    sessions: (...request) => current().sessions(...request),
  }
}

function promiseOf(kind: Kind, { settings }: StrategyParts): RevocationPromise {
  if (kind === 'hybrid') return { kind: 'bounded', withinMs: settings.REVOCATION_BOUND_MS }
  return { kind: kind === 'redis' ? 'immediate' : 'at-expiry' }
}

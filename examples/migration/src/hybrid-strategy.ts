import * as v from 'valibot'
import { toSeconds } from './clock.ts'
import { AuthError, SessionEndedError } from './errors.ts'
import { allowsStale } from './revocations/outage-policy.ts'
import type { RevocationFeed } from './revocations/revocation-feed.ts'
import type { RevocationKeeper } from './revocations/revocation-keeper.ts'
import type { Revoked, TokenNames } from './revocations/revocation-set.ts'
import type { StrategyParts, VerifierParts } from './service-parts.ts'
import type { SessionRecord } from './sessions/session-record.ts'
import type { SessionStore } from './sessions/session-store.ts'
import { createSessionTokens } from './sessions/session-tokens.ts'
import type { Principal, Revocation, TokenStrategy, TokenVerifier } from './token-strategy.ts'
import { createTokenCheck } from './tokens/token-check.ts'
import { throttled } from './watch/throttle.ts'

/** What a hybrid is made from besides the parts of every strategy. */
export interface HybridParts {
  readonly store: SessionStore
  readonly feed: RevocationFeed
}

const userClaims = { name: v.string(), roles: v.array(v.string()), device: v.string(), epoch: v.string() }

// #region verify
/** Signature and claims, then a look into this process's own revocation set. No call to Redis. */
export function createHybridVerifier({ store, feed }: HybridParts, parts: VerifierParts): TokenVerifier {
  const check = createTokenCheck('at+jwt', userClaims, parts)
  const tell = throttled(parts.watch.tell, 60_000)
  return {
    schemes: ['Bearer', 'Cookie'],
    async verify(token, call) {
      const { auth_time, ...claims } = await check(token)
      if (feed.set.has(claims)) throw new AuthError('session_revoked')
      if (feed.state !== 'current') {
        if (feed.state === 'lost' || !allowsStale(call.route, feed.ageMs))
          throw new AuthError('revocations_stale')
        tell({ event: 'authn_policy_fallback', sub: claims.sub, sid: claims.sid, route: call.route })
      }
      return { ...claims, authTimeSeconds: auth_time }
    },
    profile: (principal) => freshProfile(store, principal),
    ageMs: () => feed.ageMs,
  }
}
// #endregion verify

// #region profile
/** Fresh from the session while Redis answers, else as old as the token. Never used to decide on access. */
async function freshProfile(store: SessionStore, principal: Principal) {
  const { sub, sid, authTimeSeconds } = principal
  try {
    const { name, roles, device } = await store.check({ sub, sid, createdAtMs: authTimeSeconds * 1000 })
    return { ...principal, name, roles, device, source: 'session' } as const
  } catch (error) {
    if (error instanceof AuthError && error.code === 'store_unavailable')
      return { ...principal, source: 'token' } as const
    throw error
  }
}
// #endregion profile

const isRevoked = (error: unknown) => error instanceof AuthError && error.code === 'session_revoked'

/** The issuer's side: sessions as in the Redis strategy, and a log of revocations for everybody who verifies. */
export function createHybridStrategy(
  hybrid: HybridParts,
  keeper: RevocationKeeper,
  parts: StrategyParts,
): TokenStrategy {
  const { store, feed } = hybrid
  const { clock, settings, signer } = parts
  const withinMs = settings.REVOCATION_BOUND_MS

  // #region tokens
  /** The token says all that a check needs: who, since which epoch, and the key it is bound to, if it is. */
  async function pairFor(record: SessionRecord, jti: string) {
    const { sub, sid, createdAtMs, name, roles, device, epoch, jkt } = record
    assertNotRevoked({ sub, sid, epoch, iat: toSeconds(clock.nowMs()) })
    return signer.pair(
      { sub, sid, auth_time: toSeconds(createdAtMs) },
      { name, roles, device, epoch, ...(jkt && { cnf: { jkt } }) },
      { jti },
    )
  }

  /** A Redis that lost its last writes may have a session again that was ended. */
  function assertNotRevoked(names: TokenNames): void {
    if (feed.state === 'lost') throw new AuthError('revocations_stale')
    if (feed.set.has(names)) throw new AuthError('session_revoked')
  }

  /** Everything was ended meanwhile, or Redis has lost the user's epoch: then it gets it back, for the next try. */
  async function restoreEpoch(sub: string): Promise<void> {
    const epoch = feed.set.epochOf(sub)
    if (epoch !== undefined) await store.raiseEpoch(sub, epoch)
  }

  const tokens = createSessionTokens(store, parts, pairFor)
  // #endregion tokens

  // #region revoke
  /** Acknowledged only once it is in the log. */
  async function publish(revoked: Revoked): Promise<Revocation> {
    await keeper.publish(revoked)
    return { kind: 'bounded', effectiveAtMs: clock.nowMs() + withinMs }
  }

  /**
   * The session has ended in Redis; its access tokens must end as well. Where that fails it says so, and the next try
   * does it: then too the session is found to be over.
   */
  async function publishEnd(ended: SessionEndedError): Promise<void> {
    const revoked: Revoked = { kind: 'session', sub: ended.sub, sid: ended.sid }
    if (feed.set.knows(revoked)) return
    await keeper.publish(revoked).catch(() => {
      throw new AuthError('store_unavailable', { cause: ended })
    })
  }

  async function revokeAccount(sub: string): Promise<Revocation> {
    const epoch = await store.endAll(sub)
    return publish({ kind: 'user', sub, epoch, keptSid: '' })
  }

  return {
    ...createHybridVerifier(hybrid, parts),
    ...tokens,
    revocation: { kind: 'bounded', withinMs },
    issue: (...request) =>
      tokens.issue(...request).catch(async (error) => {
        if (!isRevoked(error)) throw error
        await restoreEpoch(request[0].sub)
        throw new AuthError('login_superseded', { cause: error })
      }),
    refresh: (...request) =>
      tokens.refresh(...request).catch(async (error) => {
        if (error instanceof SessionEndedError) await publishEnd(error)
        throw error
      }),
    async revoke({ sub }, sid) {
      if (!(await store.has(sub, sid))) throw new AuthError('session_not_found')
      // The log first: should the second step fail, the session is still there and the caller can try again.
      const revocation = await publish({ kind: 'session', sub, sid })
      await store.revoke(sub, sid)
      return revocation
    },
    async revokeOthers({ sub, sid }) {
      const epoch = await store.endAll(sub, sid)
      return publish({ kind: 'user', sub, epoch, keptSid: sid })
    },
    revokeAll: ({ sub }) => revokeAccount(sub),
    revokeAccount,
    sessions: ({ sub }) => store.list(sub),
  }
  // #endregion revoke
}

import * as v from 'valibot'
import { toSeconds } from './clock.ts'
import { AuthError, ReusedError } from './errors.ts'
import { allowsStale } from './outage-policy.ts'
import type { RedisConnection } from './redis.ts'
import type { RevocationFeed } from './revocation-feed.ts'
import { appendRevocation } from './revocation-log.ts'
import type { Revoked } from './revocation-set.ts'
import type { StrategyParts, VerifierParts } from './services.ts'
import type { SessionStore } from './session-store.ts'
import { createSessionTokens } from './session-tokens.ts'
import { createTokenCheck } from './token-check.ts'
import type { Principal, Revocation, TokenStrategy, TokenVerifier } from './token-strategy.ts'

/** What a hybrid is made from besides the parts of every strategy. */
export interface HybridParts {
  readonly redis: RedisConnection
  readonly store: SessionStore
  readonly feed: RevocationFeed
}

/** How long a refresh that began before a revocation may take to hand out its token. */
const racingSeconds = 60

const userClaims = { name: v.string(), roles: v.array(v.string()), device: v.string(), epoch: v.string() }

// #region verify
/** Signature and claims, then a look into this process's own revocation set. No call to Redis. */
export function createHybridVerifier({ store, feed }: HybridParts, parts: VerifierParts): TokenVerifier {
  const check = createTokenCheck('at+jwt', userClaims, parts)
  return {
    async verify(token, route) {
      const { auth_time, ...claims } = await check(token)
      if (feed.set.has(claims)) throw new AuthError('session_revoked')
      if (!feed.isCurrent() && !allowsStale(route, feed.ageMs)) throw new AuthError('revocations_stale')
      return { ...claims, authTimeSeconds: auth_time }
    },
    profile: (principal) => freshProfile(store, principal),
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

/** The issuer's side: sessions as in the Redis strategy, and a log of revocations for everybody who verifies. */
export function createHybridStrategy(hybrid: HybridParts, parts: StrategyParts): TokenStrategy {
  const { redis, store, feed } = hybrid
  const { clock, settings, signer } = parts
  const withinMs = settings.REVOCATION_BOUND_MS

  const tokens = createSessionTokens(
    store,
    parts,
    ({ sub, sid, createdAtMs, name, roles, device, epoch }, jti) =>
      signer.pair({ sub, sid, auth_time: toSeconds(createdAtMs) }, { name, roles, device, epoch }, { jti }),
  )

  // #region revoke
  /** Acknowledged only once it is in the log. It may leave when the last token it concerns has expired. */
  async function publish(revoked: Revoked): Promise<Revocation> {
    const nowMs = clock.nowMs()
    const expiresAtMs =
      nowMs + (settings.ACCESS_TTL_SECONDS + settings.CLOCK_TOLERANCE_SECONDS + racingSeconds) * 1000
    feed.note(await appendRevocation(redis.client, { revoked, expiresAtMs }, nowMs))
    return { kind: 'bounded', effectiveAtMs: nowMs + withinMs }
  }

  return {
    ...createHybridVerifier(hybrid, parts),
    ...tokens,
    revocation: { kind: 'bounded', withinMs },
    async refresh(refreshToken) {
      try {
        return await tokens.refresh(refreshToken)
      } catch (error) {
        // The family has ended in Redis; its access tokens must end as well.
        if (error instanceof ReusedError) await publish({ kind: 'session', sid: error.sid })
        throw error
      }
    },
    async revoke({ sub }, sid) {
      if (!(await store.has(sub, sid))) throw new AuthError('session_not_found')
      // The log first: should the second step fail, the session is still there and the caller can try again.
      const revocation = await publish({ kind: 'session', sid })
      await store.revoke(sub, sid)
      return revocation
    },
    async revokeAll({ sub }) {
      const epoch = await store.revokeAll(sub)
      return publish({ kind: 'user', sub, epoch })
    },
    sessions: ({ sub }) => store.list(sub),
  }
  // #endregion revoke
}

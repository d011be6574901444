import { AuthError } from '../errors.ts'
import { allowsStale } from '../revocations/outage-policy.ts'
import type { RevocationFeed } from '../revocations/revocation-feed.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import type { Call } from '../token-strategy.ts'
import type { Kind } from './direction.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { Mark } from './marks.ts'

/** Where an instance can look revocations up, besides in the token's own strategy. */
export interface RevocationSources {
  readonly store: SessionStore
  readonly ended: EndedSessions
  /** There where one of the two strategies is the hybrid. */
  readonly feed?: RevocationFeed | undefined
  /** Whether one of the two asks Redis at each check. */
  readonly asksRedis: boolean
}

/** Makes a token of one strategy heed what was revoked in the other. */
export interface RevocationGuard {
  /**
   * @param onTrial whether the old strategy decides what the stricter one cannot tell
   * @throws AuthError `session_revoked`, or a 503 when it cannot tell
   */
  assertLive(kind: Kind, mark: Mark, call: Call, onTrial: boolean): Promise<void>
}

export function createGuard({ store, ended, feed, asksRedis }: RevocationSources): RevocationGuard {
  // #region guard
  return {
    async assertLive(kind, mark, call, onTrial) {
      // Its own check has asked Redis, which knows best.
      if (kind === 'redis') return
      if (!asksRedis) return kind === 'stateless' ? assertNotInSet(mark, call, onTrial) : undefined
      if (kind === 'hybrid') return assertInStore(mark)
      const life = await ended.lifeOf({ ...mark, authTimeSeconds: mark.auth_time })
      // One that was put into Redis and is not there any more has ended. Of another nothing is known but its token.
      if (life === 'ended' || (life === 'unknown' && mark.epoch !== undefined))
        throw new AuthError('session_revoked')
    },
  }
  // #endregion guard

  async function assertInStore({ sub, sid, auth_time }: Mark): Promise<void> {
    await store.check({ sub, sid, createdAtMs: auth_time * 1000 })
  }

  async function assertNotInSet(mark: Mark, call: Call, onTrial: boolean): Promise<void> {
    // A log that begins with the migration, or anew, ends all tokens from before it. On trial it has no such say.
    const iat = onTrial ? Number.POSITIVE_INFINITY : mark.iat
    if (feed) assertKnownGood(feed, { ...mark, iat, epoch: epochOf(mark) }, call)
  }
}

/** What the hybrid strategy asks of its set, for tokens of others. */
export function assertKnownGood(
  feed: RevocationFeed,
  names: Mark & { epoch: string },
  { route }: Call,
): void {
  if (feed.set.has(names)) throw new AuthError('session_revoked')
  if (feed.state === 'current') return
  if (feed.state === 'lost' || !allowsStale(route, feed.ageMs)) throw new AuthError('revocations_stale')
}

/** A session that Redis never knew began with the login, by whole seconds: count it as of the end of that second. */
const epochOf = ({ epoch, auth_time }: Mark): string => epoch ?? String(auth_time * 1000 + 999)

import { type Clock, toSeconds } from '../clock.ts'
import type { RedisConnection } from '../redis/connection.ts'
import { transact } from '../redis/transaction.ts'
import { keysOf } from '../sessions/session-keyspace.ts'

export interface SessionNames {
  readonly sub: string
  readonly sid: string
  /** Seconds since the epoch. */
  readonly authTimeSeconds: number
}

interface EndedParts {
  readonly redis: RedisConnection
  readonly clock: Clock
  readonly settings: { readonly SESSION_ABSOLUTE_SECONDS: number }
}

/** One hash a user, in the slot of the user's sessions: a field for each ended session, and a line for all before it. */
export const endedKey = (sub: string): string => `ended:{${sub}}`

/**
 * Which sessions were ended, for stateless tokens. Of their sessions many were never in Redis, so that one is not there
 * does not say that it was revoked. Where a session is in Redis, that decides.
 */
export class EndedSessions {
  readonly #redis: RedisConnection
  readonly #clock: Clock
  readonly #keptMs: number

  constructor({ redis, clock, settings }: EndedParts) {
    this.#redis = redis
    this.#clock = clock
    this.#keptMs = settings.SESSION_ABSOLUTE_SECONDS * 1000
  }

  // #region life
  /** One round trip. `unknown`: not in Redis, and nobody ended it. @throws AuthError `store_unavailable` */
  async lifeOf({ sub, sid, authTimeSeconds }: SessionNames): Promise<'live' | 'ended' | 'unknown'> {
    const { session } = keysOf(sub, sid)
    const [exists, fields] = await this.#redis.ask((client) =>
      transact(client.multi().exists(session).hmget(endedKey(sub), sid, 'before', 'kept')),
    )
    if (Number(exists) > 0) return 'live'
    const [own, before, kept] = fields as (string | null)[]
    const isBefore = authTimeSeconds < Number(before ?? 0) && kept !== sid
    return own || isBefore ? 'ended' : 'unknown'
  }
  // #endregion life

  /** Before the session itself is taken out of Redis, so that no refresh under way brings it back. */
  end(sub: string, sid: string): Promise<void> {
    return this.#write(sub, { [sid]: '1' })
  }

  /**
   * Ends all sessions of a user that began before now, but for one. `auth_time` counts seconds: a stateless session
   * that Redis does not know, and that began within the same second, lives on.
   */
  endBefore(sub: string, kept: string): Promise<void> {
    return this.#write(sub, { before: String(toSeconds(this.#clock.nowMs())), kept })
  }

  async #write(sub: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const key = endedKey(sub)
    await this.#redis.ask((client) => transact(client.multi().hset(key, fields).pexpire(key, this.#keptMs)))
  }
}

import type { Redis } from 'ioredis'
import type { Clock } from './clock.ts'
import { AuthError, ReusedError } from './errors.ts'
import { answer } from './redis.ts'
import { createScript, epochScript, rotateScript } from './session-scripts.ts'
import type { Session } from './token-strategy.ts'

/** A session as Redis keeps it. */
export interface SessionRecord extends Session {
  readonly sub: string
  readonly name: string
  readonly roles: readonly string[]
  /** The user's epoch at login. A revoke-all moves the epoch on, which leaves this session behind. */
  readonly epoch: string
}

/** Which session, and when it began: what a token says, and all that a check needs. */
export interface SessionRef {
  readonly sub: string
  readonly sid: string
  readonly createdAtMs: number
}

export interface StoreSettings {
  readonly SESSION_IDLE_SECONDS: number
  readonly SESSION_ABSOLUTE_SECONDS: number
  readonly REFRESH_GRACE_SECONDS: number
}

const lastSeenEveryMs = 60_000

/** Sessions in Redis. Every method throws AuthError `store_unavailable` when Redis does not answer in time. */
export class SessionStore {
  readonly #redis: Redis
  readonly #clock: Clock
  readonly #idleMs: number
  readonly #absoluteMs: number
  readonly #graceMs: number

  constructor(redis: Redis, clock: Clock, settings: StoreSettings) {
    this.#redis = redis
    this.#clock = clock
    this.#idleMs = settings.SESSION_IDLE_SECONDS * 1000
    this.#absoluteMs = settings.SESSION_ABSOLUTE_SECONDS * 1000
    this.#graceMs = settings.REFRESH_GRACE_SECONDS * 1000
  }

  /** Read it before the password is checked, and hand it to `create` afterwards. */
  async epoch(sub: string): Promise<string> {
    return (await answer(this.#redis.get(keys(sub).epoch))) ?? '0'
  }

  /** @throws AuthError `login_superseded` when a revoke-all came in between */
  async create(record: SessionRecord, refreshJti: string): Promise<void> {
    const { epoch, session, family, index } = keys(record.sub, record.sid)
    const endsAtMs = record.createdAtMs + this.#absoluteMs
    const outcome = await answer(
      this.#redis.eval(
        createScript,
        4,
        ...[epoch, session, family, index],
        ...[
          record.epoch,
          JSON.stringify(record),
          this.#ttlMs(record),
          refreshJti,
          this.#absoluteMs,
          endsAtMs,
          record.sid,
        ],
      ),
    )
    if (outcome !== 'created') throw new AuthError('login_superseded')
  }

  // #region check
  /**
   * The check of every request: one command, one round trip. `GETEX` reads the session and moves its idle timeout;
   * it touches only what exists, so a check that races with a revocation cannot bring the session back.
   *
   * @throws AuthError `session_revoked`
   */
  async check(ref: SessionRef): Promise<SessionRecord> {
    const ttlMs = this.#ttlMs(ref)
    if (ttlMs <= 0) throw new AuthError('session_revoked')
    const text = await answer(this.#redis.getex(keys(ref.sub, ref.sid).session, 'PX', ttlMs))
    if (text === null) throw new AuthError('session_revoked')
    const record: SessionRecord = JSON.parse(text)
    this.#noteLastSeen(record, ttlMs)
    return record
  }

  /** The idle timeout from now on, and never past the absolute one. */
  #ttlMs({ createdAtMs }: Pick<SessionRef, 'createdAtMs'>): number {
    return Math.min(this.#idleMs, createdAtMs + this.#absoluteMs - this.#clock.nowMs())
  }
  // #endregion check

  /** Once a minute at most, and not waited for: a request must not fail for want of a statistic. */
  #noteLastSeen(record: SessionRecord, ttlMs: number): void {
    const nowMs = this.#clock.nowMs()
    if (nowMs - record.lastSeenAtMs < lastSeenEveryMs) return
    const seen = JSON.stringify({ ...record, lastSeenAtMs: nowMs })
    this.#redis.set(keys(record.sub, record.sid).session, seen, 'PX', ttlMs, 'XX').catch(() => {})
  }

  /**
   * Makes `next` the family's refresh token in place of `presented`, or tells why not.
   *
   * @returns the `jti` that is current now: `next`, or within the grace the one that won before
   * @throws AuthError `session_revoked`, ReusedError (the session is ended then)
   */
  async rotate(ref: SessionRef, presented: string, next: string): Promise<string> {
    const { session, family, index } = keys(ref.sub, ref.sid)
    const ttlMs = this.#ttlMs(ref)
    if (ttlMs <= 0) throw new AuthError('session_revoked')
    const outcome = await answer(
      this.#redis.eval(
        rotateScript,
        3,
        ...[session, family, index],
        ...[presented, next, this.#clock.nowMs(), this.#graceMs, ttlMs, ref.sid],
      ),
    )
    if (outcome === 'gone') throw new AuthError('session_revoked')
    if (outcome === 'reused') throw new ReusedError(ref.sid)
    return String(outcome)
  }

  async has(sub: string, sid: string): Promise<boolean> {
    return (await answer(this.#redis.exists(keys(sub, sid).session))) > 0
  }

  /** @returns false when the user has no such session */
  async revoke(sub: string, sid: string): Promise<boolean> {
    const { session, family, index } = keys(sub, sid)
    const results = await answer(this.#redis.multi().del(session, family).zrem(index, sid).exec())
    return Number(results?.[1]?.[1]) > 0
  }

  /** @returns the new epoch: sessions and tokens of an earlier one are revoked */
  async revokeAll(sub: string): Promise<string> {
    const { epoch, index } = keys(sub)
    const next = await answer(this.#redis.eval(epochScript, 1, epoch, this.#clock.nowMs(), this.#absoluteMs))
    // From here on no login that began earlier can be stored, so the index holds all there is to delete.
    const sids = await answer(this.#redis.zrange(index, 0, -1))
    if (sids.length === 0) return String(next)
    const doomed = sids.flatMap((sid) => [keys(sub, sid).session, keys(sub, sid).family])
    await answer(
      this.#redis
        .multi()
        .del(...doomed)
        .zrem(index, ...sids)
        .exec(),
    )
    return String(next)
  }

  /** Live sessions, newest first. Members of the index whose session has expired are removed on the way. */
  async list(sub: string): Promise<SessionRecord[]> {
    const { index } = keys(sub)
    const sids = await answer(this.#redis.zrange(index, 0, -1))
    if (sids.length === 0) return []
    const texts = await answer(this.#redis.mget(sids.map((sid) => keys(sub, sid).session)))
    const expired = sids.filter((_, i) => texts[i] === null)
    if (expired.length > 0) await answer(this.#redis.zrem(index, ...expired))
    const records = texts.filter((text) => text !== null).map((text): SessionRecord => JSON.parse(text))
    return records.sort((a, b) => b.createdAtMs - a.createdAtMs)
  }
}

/** One user's keys. The hash tag in braces keeps them in one slot of a Redis Cluster. */
function keys(sub: string, sid = '') {
  return {
    epoch: `epoch:{${sub}}`,
    index: `sessions:{${sub}}`,
    session: `session:{${sub}}:${sid}`,
    family: `family:{${sub}}:${sid}`,
  }
}

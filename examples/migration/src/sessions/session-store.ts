import type { Clock } from '../clock.ts'
import { AuthError, SessionEndedError } from '../errors.ts'
import type { RedisConnection } from '../redis/connection.ts'
import { keysOf } from './session-keyspace.ts'
import { openRecord, type SessionRecord, sealRecord } from './session-record.ts'
import {
  createScript,
  endAllScript,
  endScript,
  raiseEpochScript,
  rewriteScript,
  rotateScript,
} from './session-scripts.ts'
import type { Seal } from './session-seal.ts'

/** Which session, and when it began: what a token says, and all that a check needs. */
export interface SessionRef {
  readonly sub: string
  readonly sid: string
  readonly createdAtMs: number
}

export interface StoreParts {
  readonly redis: RedisConnection
  readonly seal: Seal
  readonly clock: Clock
  readonly settings: {
    readonly SESSION_IDLE_SECONDS: number
    readonly SESSION_ABSOLUTE_SECONDS: number
    readonly REFRESH_GRACE_SECONDS: number
  }
}

const lastSeenEveryMs = 60_000

/** Sessions in Redis. Every method throws AuthError `store_unavailable` when Redis does not answer in time. */
export class SessionStore {
  readonly #redis: RedisConnection
  readonly #seal: Seal
  readonly #clock: Clock
  readonly #idleMs: number
  readonly #absoluteMs: number
  readonly #graceMs: number

  constructor({ redis, seal, clock, settings }: StoreParts) {
    this.#redis = redis
    this.#seal = seal
    this.#clock = clock
    this.#idleMs = settings.SESSION_IDLE_SECONDS * 1000
    this.#absoluteMs = settings.SESSION_ABSOLUTE_SECONDS * 1000
    this.#graceMs = settings.REFRESH_GRACE_SECONDS * 1000
  }

  /** Read it before the password is checked, and hand it to `create` afterwards. */
  async epoch(sub: string): Promise<string> {
    return (await this.#redis.ask((redis) => redis.get(keysOf(sub).epoch))) ?? '0'
  }

  /** @throws AuthError `login_superseded` when a revoke-all came in between */
  async create(record: SessionRecord, refreshHash: string): Promise<void> {
    const { epoch, session, family, index } = keysOf(record.sub, record.sid)
    const sealed = await sealRecord(this.#seal, record)
    const [ttlMs, endsAtMs] = [this.#ttlMs(record), record.createdAtMs + this.#absoluteMs]
    const values = [record.epoch, sealed, ttlMs, refreshHash, this.#absoluteMs, endsAtMs, record.sid]
    const prefix = keysOf(record.sub).session
    const outcome = await this.#redis.ask((redis) =>
      redis.eval(createScript, 4, epoch, session, family, index, ...values, prefix),
    )
    if (outcome !== 'created') throw new AuthError('login_superseded')
  }

  // #region check
  /**
   * The check of every request: one command, one round trip. `GETEX` reads the session and moves its idle timeout;
   * it touches only what exists, so a check that races with a revocation cannot bring the session back.
   *
   * @throws SessionEndedError `session_revoked`
   */
  async check(ref: SessionRef): Promise<SessionRecord> {
    const ttlMs = this.#ttlMs(ref)
    if (ttlMs <= 0) throw new SessionEndedError('session_revoked', ref.sub, ref.sid)
    const key = keysOf(ref.sub, ref.sid).session
    const sealed = await this.#redis.ask((redis) => redis.getex(key, 'PX', ttlMs))
    const record = sealed === null ? undefined : await openRecord(this.#seal, sealed, ref)
    if (sealed === null || record === undefined)
      throw new SessionEndedError('session_revoked', ref.sub, ref.sid)
    if (this.#clock.nowMs() - record.lastSeenAtMs >= lastSeenEveryMs) void this.#noteSeen(record, sealed)
    return record
  }

  /** The idle timeout from now on, and never past the absolute one. */
  #ttlMs({ createdAtMs }: Pick<SessionRef, 'createdAtMs'>): number {
    return Math.min(this.#idleMs, createdAtMs + this.#absoluteMs - this.#clock.nowMs())
  }
  // #endregion check

  /** Of all who see it is time, one writes. Nobody waits for it: a request must not fail for want of a statistic. */
  async #noteSeen(record: SessionRecord, sealed: string): Promise<void> {
    const key = keysOf(record.sub, record.sid).session
    const ttlMs = this.#ttlMs(record)
    const seen = await sealRecord(this.#seal, { ...record, lastSeenAtMs: this.#clock.nowMs() })
    await this.#redis.ask((redis) => redis.eval(rewriteScript, 1, key, sealed, seen, ttlMs)).catch(() => {})
  }

  /**
   * Makes `next` the family's refresh token in place of `presented`. Both are hashes. Within the grace this succeeds
   * again for whoever presents the same one.
   *
   * @throws SessionEndedError `session_revoked`, `refresh_token_reused`
   */
  async rotate(ref: SessionRef, presented: string, next: string): Promise<void> {
    const { session, family, index } = keysOf(ref.sub, ref.sid)
    const ttlMs = this.#ttlMs(ref)
    if (ttlMs <= 0) throw new SessionEndedError('session_revoked', ref.sub, ref.sid)
    const values = [presented, next, this.#clock.nowMs(), this.#graceMs, ttlMs, ref.sid]
    const outcome = await this.#redis.ask((redis) =>
      redis.eval(rotateScript, 3, session, family, index, ...values),
    )
    if (outcome === 'gone') throw new SessionEndedError('session_revoked', ref.sub, ref.sid)
    if (outcome !== 'rotated') throw new SessionEndedError('refresh_token_reused', ref.sub, ref.sid)
  }

  async has(sub: string, sid: string): Promise<boolean> {
    return (await this.#redis.ask((redis) => redis.exists(keysOf(sub, sid).session))) > 0
  }

  /** @returns false when the user has no such session */
  async revoke(sub: string, sid: string): Promise<boolean> {
    const { session, family, index } = keysOf(sub, sid)
    const outcome = await this.#redis.ask((redis) => redis.eval(endScript, 3, session, family, index, sid))
    return outcome === 'ended'
  }

  /**
   * Ends all sessions of a user, or all but one, as one operation.
   *
   * @param keptSid the session that asks, when it is to stay
   * @returns the new epoch: sessions and tokens of an earlier one are revoked
   * @throws AuthError `session_revoked` when the one to keep has ended itself
   */
  async endAll(sub: string, keptSid = ''): Promise<string> {
    const { epoch, index, session, family } = keysOf(sub)
    const values = [this.#clock.nowMs(), this.#absoluteMs, session, family, keptSid]
    const outcome = await this.#redis.ask((redis) => redis.eval(endAllScript, 2, epoch, index, ...values))
    if (outcome === 'gone') throw new AuthError('session_revoked')
    return String(outcome)
  }

  /** Restores an epoch that Redis lost: a session that begins now must not count as one of before. */
  async raiseEpoch(sub: string, epoch: string): Promise<void> {
    const { epoch: key } = keysOf(sub)
    await this.#redis.ask((redis) => redis.eval(raiseEpochScript, 1, key, epoch, this.#absoluteMs))
  }

  // #region list
  /** Live sessions, newest first. Members of the index whose session has expired are removed on the way. */
  async list(sub: string): Promise<SessionRecord[]> {
    const { index } = keysOf(sub)
    const sids = await this.#redis.ask((redis) => redis.zrange(index, 0, -1))
    if (sids.length === 0) return []
    const sealed = await this.#redis.ask((redis) => redis.mget(sids.map((sid) => keysOf(sub, sid).session)))
    const expired = sids.filter((_, i) => sealed[i] === null)
    if (expired.length > 0) await this.#redis.ask((redis) => redis.zrem(index, ...expired))
    const records = await Promise.all(
      sids.map((sid, i) => openRecord(this.#seal, sealed[i] ?? '', { sub, sid })),
    )
    return records.filter((record) => record !== undefined).sort((a, b) => b.createdAtMs - a.createdAtMs)
  }
  // #endregion list
}

import type { Clock } from '../clock.ts'
import type { RedisConnection } from '../redis/connection.ts'
import { KnownPlace } from './known-place.ts'
import { type LogEntry, parseEntry } from './log-entry.ts'
import {
  type LogPosition,
  type LogReading,
  readRevocations,
  restoredMessage,
  revocationChannel,
} from './revocation-log.ts'
import { type RevocationEntry, RevocationSet } from './revocation-set.ts'

export interface FeedParts {
  readonly redis: RedisConnection
  readonly clock: Clock
  readonly settings: { readonly SYNC_INTERVAL_MS: number; readonly REVOCATION_BOUND_MS: number }
  /** Who only verifies has none, and waits for the issuer. */
  readonly duties?: IssuerDuties
}

/** What the issuer does about the log besides reading it. Each may fail, and is then tried again. */
export interface IssuerDuties {
  /** About a log that lost something. */
  restore(position: LogPosition, found: LogReading, set: RevocationSet): Promise<void>
  /** About a log that another issuer restored, who may not have heard of everything. */
  complete(found: LogReading, set: RevocationSet): Promise<void>
  /** About entries that are to be forgotten. */
  endAgain(entries: readonly RevocationEntry[]): Promise<void>
}

/** Measures ages. Unlike the wall clock it never jumps. */
const steadyClock: Clock = { nowMs: () => performance.now() }

/**
 * Keeps this instance's revocation set like the log in Redis: a snapshot at the start, then announcements, and
 * a look at the log at intervals and wherever a place was skipped. What it knows has an age, and it tells it.
 */
export class RevocationFeed {
  readonly set = new RevocationSet()
  readonly #parts: FeedParts
  #known = KnownPlace.nowhere
  #isLost = true
  #syncedAtMs = Number.NEGATIVE_INFINITY
  /** Lines are counted: behind a new one may be a Redis that lost something. */
  #line = 0
  #syncedLine = -1
  #timer: ReturnType<typeof setInterval> | undefined
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(parts: FeedParts) {
    this.#parts = parts
  }

  async start(): Promise<void> {
    this.#parts.redis.onReady(() => {
      this.#line += 1
      void this.sync()
    })
    await this.#parts.redis.subscribe(revocationChannel, (message) => this.#onAnnouncement(message))
    await this.sync()
    this.#timer = setInterval(() => void this.sync(), this.#parts.settings.SYNC_INTERVAL_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** The log is known to have got so far. */
  get position(): LogPosition {
    return this.#known.farthest
  }

  // #region age
  /** How old the knowledge is; infinite before the first sync. */
  get ageMs(): number {
    return steadyClock.nowMs() - this.#syncedAtMs
  }

  /**
   * `current`: a revocation acknowledged longer ago than the bound is sure to be in the set. `stale`: it may be
   * missing, and the age says since when. `lost`: Redis lost revocations, or this instance never saw any, so nothing
   * can be said until the issuer has restored the log.
   */
  get state(): 'current' | 'stale' | 'lost' {
    if (this.#isLost) return 'lost'
    const isFresh = this.ageMs <= this.#parts.settings.REVOCATION_BOUND_MS
    const isThisLine = this.#parts.redis.isUp() && this.#syncedLine === this.#line
    return isThisLine && isFresh ? 'current' : 'stale'
  }
  // #endregion age

  // #region sync
  /** Reads what came after the last known place. One look at a time: who asks meanwhile gets the one after it. */
  sync(): Promise<void> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      this.#running = this.#look().then(() => this.#forget())
      return this.#running
    })
    return this.#next
  }

  /** A failure leaves the set as it is, and its age growing. */
  async #look(): Promise<void> {
    const [askedAtMs, line] = [steadyClock.nowMs(), this.#line]
    try {
      const reading = await this.#read()
      this.#isLost = reading === 'lost'
      if (reading === 'lost') return
      this.#adopt(reading)
      this.#syncedAtMs = askedAtMs
      this.#syncedLine = line
    } catch {
      // Told by the age, which every check looks at.
    }
  }

  /** So the set stays as large as the revocations of one token lifetime. */
  async #forget(): Promise<void> {
    const expired = this.set.expired(this.#parts.clock.nowMs())
    if (expired.length === 0) return
    try {
      await this.#parts.duties?.endAgain(expired)
      this.set.forget(expired)
    } catch {
      // Kept until it succeeds.
    }
  }

  async #read(): Promise<LogReading | 'lost'> {
    const { redis, clock, duties } = this.#parts
    // News that comes while the answer is on its way is not in it, and not lost for that.
    const asked = this.#known
    const hasLost = (found: LogReading) => asked.isLostIn(found, clock.nowMs())
    let from = asked.position.lastSequence
    let found = await readRevocations(redis, from)
    if (hasLost(found) && duties) {
      await duties.restore(this.position, found, this.set)
      from = 0
      found = await readRevocations(redis, from)
    }
    // Another generation was restored by somebody: what we know stays, and we read all there is now.
    if (found.generation !== asked.position.generation) {
      if (from > 0) found = await readRevocations(redis, 0)
      if (found.generation !== '') await duties?.complete(found, this.set)
    } else if (hasLost(found)) return 'lost'
    return found.generation === '' ? 'lost' : found
  }

  #adopt(reading: LogReading): void {
    // The known place comes along each time, and may have been forgotten.
    for (const entry of reading.entries) if (!this.#known.covers(entry, reading)) this.set.add(entry)
    this.#known = this.#known.after(reading)
  }

  #onAnnouncement(message: string): void {
    try {
      if (message === restoredMessage) return void this.sync()
      this.#hear(parseEntry(message))
    } catch {
      // No news that we can read. The log has the truth.
      void this.sync()
    }
  }

  #hear(entry: LogEntry): void {
    this.set.add(entry)
    const known = this.#known.with(entry)
    if (known) this.#known = known
    else void this.sync()
  }
  // #endregion sync

  /** What this instance wrote itself it knows at once, and misses if Redis loses it before anybody has heard. */
  note(entry: LogEntry): void {
    this.#hear(entry)
    if (entry.sequence > this.position.lastSequence) this.#known = this.#known.withOwn(entry)
  }
}

import type { Clock } from './clock.ts'
import type { RedisConnection } from './redis.ts'
import {
  type LogEntry,
  type LogReading,
  parseAnnouncement,
  readRevocations,
  revocationChannel,
} from './revocation-log.ts'
import { RevocationSet } from './revocation-set.ts'

interface FeedSettings {
  readonly SYNC_INTERVAL_MS: number
  readonly REVOCATION_BOUND_MS: number
}

/** Measures ages. Unlike the wall clock it never jumps. */
const steadyClock: Clock = { nowMs: () => performance.now() }

/**
 * Keeps this instance's revocation set like the log in Redis: a snapshot at the start, then announcements, and
 * a look at the log at intervals and wherever a place was skipped. What it knows has an age, and it tells it.
 */
export class RevocationFeed {
  readonly set = new RevocationSet()
  readonly #redis: RedisConnection
  readonly #clock: Clock
  readonly #settings: FeedSettings
  #generation = ''
  #lastSequence = 0
  #syncedAtMs = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(redis: RedisConnection, clock: Clock, settings: FeedSettings) {
    this.#redis = redis
    this.#clock = clock
    this.#settings = settings
  }

  async start(): Promise<void> {
    await this.#redis.subscribe(revocationChannel, (message) => this.#onAnnouncement(message))
    await this.sync()
    this.#timer = setInterval(() => void this.sync(), this.#settings.SYNC_INTERVAL_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  // #region age
  /** How old the knowledge is; infinite before the first sync. */
  get ageMs(): number {
    return steadyClock.nowMs() - this.#syncedAtMs
  }

  /** Whether a revocation acknowledged longer ago than the bound is sure to be in the set. */
  isCurrent(): boolean {
    return this.#redis.isUp() && this.ageMs <= this.#settings.REVOCATION_BOUND_MS
  }
  // #endregion age

  // #region sync
  /** Reads what came after the last known place. A failure leaves the set as it is, and its age growing. */
  async sync(): Promise<void> {
    const askedAtMs = steadyClock.nowMs()
    try {
      const reading = await readRevocations(this.#redis.client, this.#lastSequence)
      this.#adopt(reading.generation === this.#generation ? reading : await this.#startOver(reading))
      this.#syncedAtMs = askedAtMs
    } catch {
      // Told by the age, which every check looks at.
    }
  }

  /** Another generation means that Redis lost its log. What we know stays, and we read all there is now. */
  async #startOver({ generation }: LogReading): Promise<LogReading> {
    this.#generation = generation
    this.#lastSequence = 0
    return readRevocations(this.#redis.client, 0)
  }

  #adopt({ lastSequence, entries }: LogReading): void {
    for (const entry of entries) this.set.add(entry)
    this.#lastSequence = Math.max(this.#lastSequence, lastSequence)
    this.set.prune(this.#clock.nowMs())
  }

  #onAnnouncement(message: string): void {
    const entry = parseAnnouncement(message)
    this.set.add(entry)
    if (entry.sequence === this.#lastSequence + 1) this.#lastSequence = entry.sequence
    else void this.sync()
  }
  // #endregion sync

  /** What this instance wrote itself it knows at once. */
  note(entry: LogEntry): void {
    this.set.add(entry)
  }
}

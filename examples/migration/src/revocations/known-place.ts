import type { LogEntry } from './log-entry.ts'
import type { LogPosition, LogReading } from './revocation-log.ts'

/** How far an instance has got in the log. It never changes: each step makes another. */
export class KnownPlace {
  readonly position: LogPosition
  /** The entry at that place, to find there again. */
  readonly #last: LogEntry | undefined
  /** The newest that this instance wrote itself, while what is before it has not come yet. */
  readonly #own: LogEntry | undefined

  private constructor(position: LogPosition, last?: LogEntry, own?: LogEntry) {
    this.position = position
    this.#last = last
    this.#own = own && own.sequence > position.lastSequence ? own : undefined
  }

  static readonly nowhere = new KnownPlace({ generation: '', lastSequence: 0 })

  /** The log is known to have got so far. */
  get farthest(): LogPosition {
    return { ...this.position, lastSequence: this.#own?.sequence ?? this.position.lastSequence }
  }

  /** Whether an entry that was read is up to this place. */
  covers({ sequence }: LogEntry, { generation }: LogReading): boolean {
    return generation === this.position.generation && sequence <= this.position.lastSequence
  }

  /** What has just been written or announced: undefined where something before it is missing. */
  with(entry: LogEntry): KnownPlace | undefined {
    if (entry.text === this.#last?.text) return this
    const { generation, lastSequence } = this.position
    if (entry.sequence !== lastSequence + 1) return undefined
    return new KnownPlace({ generation, lastSequence: entry.sequence }, entry, this.#own)
  }

  /** An entry of one's own, with what is before it still to come. */
  withOwn(entry: LogEntry): KnownPlace {
    return new KnownPlace(this.position, this.#last, entry)
  }

  /** An answer that is older than what is known changes nothing. */
  after({ generation, lastSequence, entries }: LogReading): KnownPlace {
    if (generation === this.position.generation && lastSequence < this.position.lastSequence) return this
    return new KnownPlace({ generation, lastSequence }, entries.at(-1) ?? this.#last, this.#own)
  }

  /**
   * No marker, fewer places than before, or something else in a place that is known: Redis lost writes.
   *
   * @param found the log from this place on
   */
  isLostIn({ generation, lastSequence, entries }: LogReading, nowMs: number): boolean {
    // What has expired may be gone.
    const isDue = (entry: LogEntry | undefined) => entry !== undefined && entry.expiresAtMs > nowMs
    if (generation === '') return true
    if (generation !== this.position.generation) return false
    if (lastSequence < this.position.lastSequence) return true
    if (isDue(this.#last) && entries[0]?.text !== this.#last?.text) return true
    return isDue(this.#own) && !entries.some(({ text }) => text === this.#own?.text)
  }
}

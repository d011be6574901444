import { newBytes } from './sizes.ts'

export interface MeterOptions {
  /** Called when more was asked for than a program may have. It must not return. */
  readonly onExceeded: () => never
  /** What may be asked for before others have a turn, since nothing can be freed before; the default is 512 MiB. */
  readonly turnLimitBytes?: number
}

const defaultLimitBytes = 512 * 2 ** 20
/** So much more may be held over several turns, for engines take their time to find out what is free. */
const patience = 2

/** Small pieces are put together until they are this large. The object at hand then stands for all of them. */
const sampleBytes = 65_536
const largeBytes = 4_096
/** Beyond this length a string counts whole, although the engine may have kept it in two parts. */
const longString = 2 ** 24

/**
 * Counts the memory that a program asks for, since no engine tells. What its objects took is given back once the
 * engine has collected them; text, which cannot be watched, counts until the end.
 */
export class Meter {
  readonly #onExceeded: () => never
  readonly #turnLimitBytes: number
  readonly #freed = new FinalizationRegistry<number>((bytes) => {
    this.#heldBytes -= bytes
  })
  /** The program may replace the timers. */
  readonly #inLaterTurn = setTimeout.bind(globalThis)
  #turnBytes = 0
  #heldBytes = 0
  #looseBytes = 0
  #assignments = 0

  constructor({ onExceeded, turnLimitBytes = defaultLimitBytes }: MeterOptions) {
    this.#onExceeded = onExceeded
    this.#turnLimitBytes = turnLimitBytes
  }

  /** Bytes that are about to be taken, or just were. */
  count(bytes: number): void {
    if (this.#turnBytes === 0) this.#inLaterTurn(() => this.#endTurn())
    this.#turnBytes += bytes
    this.#looseBytes += bytes
    const held = this.#heldBytes + this.#looseBytes
    if (this.#turnBytes > this.#turnLimitBytes || held > patience * this.#turnLimitBytes) this.#onExceeded()
  }

  /** The result of a call: perhaps new. A number may be the length of a list that became longer. */
  called<T>(value: T): T {
    if (typeof value === 'string') this.#countText(value.length)
    else if (typeof value === 'object' && value !== null) this.made(32, value)
    else if (typeof value === 'number') this.count(8)
    return value
  }

  /** An object that is new, and the bytes that it takes without what it holds. */
  made<T extends object>(bytes: number, value: T): T {
    const all = bytes + newBytes(value)
    this.count(all)
    this.watch(value, all)
    return value
  }

  /** An object with the members of others. */
  copied<T extends object>(value: T): T {
    return this.made(32 + 16 * Object.keys(value).length, value)
  }

  /** The sum of two values. Engines keep long text in parts, so that what was added counts little. */
  joined<T>(value: T): T {
    if (typeof value === 'string') this.count(32 + (value.length < longString ? 0 : 2 * value.length))
    else if (typeof value === 'bigint' && isGiant(value)) this.count(longString)
    return value
  }

  /** A list, and a value that was assigned to one of its places. */
  grown<T>(list: object, value: T): T {
    this.#assignments += 1
    if (this.#assignments % 256 === 0) this.count(isList(list) ? newBytes(list) : 256 * 16)
    return value
  }

  /** From now on the object stands for what was counted and has no owner yet. */
  watch(owner: object, bytes: number): void {
    if (bytes < largeBytes && this.#looseBytes < sampleBytes) return
    this.#freed.register(owner, this.#looseBytes)
    this.#heldBytes += this.#looseBytes
    this.#looseBytes = 0
  }

  #countText(length: number): void {
    const bytes = 2 * length
    this.count(bytes)
    if (bytes < largeBytes) return
    this.#looseBytes -= bytes
    this.#heldBytes += bytes
  }

  #endTurn(): void {
    this.#turnBytes = 0
  }
}

const isList = (value: object) => Array.isArray(value) || ArrayBuffer.isView(value)

/** More than a million bits. */
const giant = 1n << 1_000_000n
const isGiant = (value: bigint) => value > giant || value < -giant

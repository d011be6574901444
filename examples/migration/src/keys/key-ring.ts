import type { Clock } from '../clock.ts'
import { AuthError } from '../errors.ts'

/** A key and its time. Names and units are those of JWT dates: seconds since the epoch. */
export interface RingKey {
  readonly kid: string
  /** From here on it is used to sign or to seal. Before, it is only known, so that everybody has it in time. */
  readonly nbf: number
  /** From here on nothing made with it is accepted any more. */
  readonly exp?: number
}

/**
 * Keys that follow one another: each is published first, then used, then still accepted, then forgotten. All by
 * its dates, so that instances which share a key file need no other agreement.
 */
export class KeyRing<TKey extends RingKey> {
  readonly #clock: Clock
  #keys: readonly TKey[]

  constructor(keys: readonly TKey[], clock: Clock) {
    this.#keys = keys
    this.#clock = clock
  }

  /** Takes over another set of keys, such as a key file that was rotated. */
  replace(keys: readonly TKey[]): void {
    this.#keys = keys
  }

  /** The key to use now: of those whose time has come, the newest. @throws AuthError `keys_unavailable` */
  get active(): TKey {
    const nowSeconds = this.#clock.nowMs() / 1000
    // Of two that begin in the same second it is the later entry: the earlier one is to end.
    const newest = this.known
      .filter(({ nbf }) => nbf <= nowSeconds)
      .sort((a, b) => a.nbf - b.nbf)
      .at(-1)
    if (!newest) throw new AuthError('keys_unavailable')
    return newest
  }

  /** Every key that is accepted, those that wait for their time among them. */
  get known(): readonly TKey[] {
    const nowSeconds = this.#clock.nowMs() / 1000
    return this.#keys.filter(({ exp }) => exp === undefined || nowSeconds < exp)
  }

  find(kid: string | undefined): TKey | undefined {
    return this.known.find((key) => key.kid === kid)
  }
}

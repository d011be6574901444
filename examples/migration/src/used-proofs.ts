import { type Clock, toSeconds } from './clock.ts'
import { AuthError } from './errors.ts'

/** The proofs that this instance has taken, each for as long as it could be shown again. */
export class UsedProofs {
  readonly #clock: Clock
  readonly #keptSeconds: number
  readonly #most: number
  readonly #expiries = new Map<string, number>()

  /** @param most as many it remembers. More are refused, since a replay could not be told */
  constructor(clock: Clock, keptSeconds: number, most = 100_000) {
    this.#clock = clock
    this.#keptSeconds = keptSeconds
    this.#most = most
  }

  /** @throws AuthError `dpop_proof_invalid` when it was used before, `rate_limited` when there is no room for it */
  note(proof: string): void {
    const nowSeconds = toSeconds(this.#clock.nowMs())
    const oldestExpiry = this.#forgetExpired(nowSeconds)
    if (this.#expiries.has(proof)) throw new AuthError('dpop_proof_invalid')
    if (this.#expiries.size >= this.#most)
      throw new AuthError('rate_limited', { retryAfterSeconds: oldestExpiry - nowSeconds })
    this.#expiries.set(proof, nowSeconds + this.#keptSeconds)
  }

  /** @returns when the oldest of those that are left expires; in the order of their arrival it is the first */
  #forgetExpired(nowSeconds: number): number {
    for (const [proof, expiresAt] of this.#expiries) {
      if (expiresAt > nowSeconds) return expiresAt
      this.#expiries.delete(proof)
    }
    return nowSeconds
  }
}

import { exportJWK, generateKeyPair } from 'jose'
import { type Clock, ShiftedClock } from '../../examples/stateless/src/clock.ts'
import type { KeyEntry } from '../../examples/stateless/src/keys/key-entry.ts'
import { KeyRing } from '../../examples/stateless/src/keys/key-ring.ts'
import { importSigningKey, type SigningKey } from '../../examples/stateless/src/keys/signing-keys.ts'

/** A private key as a key file holds it, used from the beginning of time. */
export async function newKeyEntry(alg = 'Ed25519'): Promise<KeyEntry> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  return { ...(await exportJWK(privateKey)), nbf: 0 }
}

/** What an issuer signs with, in the place of its key file. */
export async function ringOf(entries: readonly KeyEntry[], clock: Clock): Promise<KeyRing<SigningKey>> {
  return new KeyRing(await Promise.all(entries.map((entry) => importSigningKey('Ed25519', entry))), clock)
}

/** Time that stands still until a test moves it, in either direction. */
export class SetClock extends ShiftedClock {
  #nowMs = Math.floor(Date.now() / 1000) * 1000

  override nowMs(): number {
    return this.#nowMs
  }

  override advance(seconds: number): void {
    this.advanceMs(seconds * 1000)
  }

  advanceMs(ms: number): void {
    this.#nowMs += ms
  }
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type KeyEntry, rotate } from '../../examples/stateless/src/keys/key-entry.ts'
import { KeyRing, type RingKey } from '../../examples/stateless/src/keys/key-ring.ts'

const overlap = { publishSeconds: 60, drainSeconds: 200 }

/** The seconds from one rotation to the next: none at all where a script ran twice. */
const pauses = fc.array(fc.oneof(fc.constant(0), fc.nat(30), fc.nat(500)), { minLength: 1, maxLength: 8 })

const first: KeyEntry = { kty: 'OKP', kid: 'first', nbf: 0 }

test('whenever keys are rotated, there is one to use, known for long enough and accepted for long enough', () => {
  fc.assert(
    fc.property(pauses, (rotations) => {
      let nowSeconds = 1_000
      let entries: readonly KeyEntry[] = [first]
      const knownFrom = new Map([['first', 0]])
      for (const [place, pause] of rotations.entries()) {
        const kid = `key ${place}`
        knownFrom.set(kid, nowSeconds)
        entries = rotate(entries, { kty: 'OKP', kid }, nowSeconds, overlap)
        for (const end = nowSeconds + pause; nowSeconds < end; nowSeconds++) expectUsable(entries, nowSeconds)
      }
      // Until the last of them is in use and all others are gone.
      for (let after = 0; after <= 300; after++) expectUsable(entries, nowSeconds + after)

      function expectUsable(keys: readonly KeyEntry[], atSeconds: number): void {
        const clock = { nowMs: () => atSeconds * 1000 }
        const { kid, exp = Number.POSITIVE_INFINITY } = new KeyRing(keys as RingKey[], clock).active
        if (kid !== 'first')
          expect(atSeconds - Number(knownFrom.get(kid))).toBeGreaterThanOrEqual(overlap.publishSeconds)
        expect(exp - atSeconds).toBeGreaterThanOrEqual(overlap.drainSeconds)
      }
    }),
  )
})

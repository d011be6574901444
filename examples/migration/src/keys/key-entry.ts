import type { JWK } from 'jose'
import * as v from 'valibot'

/** A key as a key file holds it: a private or secret JWK (RFC 7517) with the dates of its use. */
export type KeyEntry = JWK & { readonly nbf: number; readonly exp?: number }

const numericDate = v.pipe(v.number(), v.integer(), v.minValue(0))
const keyFile = v.object({
  keys: v.pipe(
    v.array(v.looseObject({ kty: v.string(), nbf: numericDate, exp: v.optional(numericDate) })),
    v.nonEmpty(),
  ),
})

/** @throws when the text is no key file */
export const parseKeyFile = (text: string): readonly KeyEntry[] =>
  v.parse(keyFile, JSON.parse(text)).keys as unknown as readonly KeyEntry[]

export interface Overlap {
  /** How long a new key is known before it is used. */
  readonly publishSeconds: number
  /** How long what was made with the old key may still turn up. */
  readonly drainSeconds: number
}

// #region rotate
/**
 * One rotation: the new key waits until everybody knows it, the old one stays until nothing made with it is
 * valid any more, and what has expired is dropped. Nothing else has to happen at any later time.
 */
export function rotate(
  entries: readonly KeyEntry[],
  fresh: JWK,
  nowSeconds: number,
  { publishSeconds, drainSeconds }: Overlap,
): readonly KeyEntry[] {
  const nbf = nowSeconds + publishSeconds
  const exp = nbf + drainSeconds
  const kept = entries.filter((entry) => entry.exp === undefined || nowSeconds < entry.exp)
  return [...kept.map((entry) => ({ exp, ...entry })), { ...fresh, nbf }]
}
// #endregion rotate

/** For a key that leaked: the new one is used at once, and nothing made with the old ones is accepted. */
export const replaceAll = (fresh: JWK, nowSeconds: number): readonly KeyEntry[] => [
  { ...fresh, nbf: nowSeconds },
]

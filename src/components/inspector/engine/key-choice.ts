import type { JWK } from 'jose'
import { AuthError } from '../../../../examples/stateless/src/errors.ts'
import { admitKey, type VerificationKey } from '../../../../examples/stateless/src/keys/verification-key.ts'
import { decodeBytes } from '../base64url.ts'
import { isSymmetric } from '../policy.ts'
import type { JsonObject } from '../read-token.ts'
import type { KeyReading } from './key-reading.ts'

/** The one key that a token is to be checked with, or why there is none. */
export interface Choice {
  readonly jwk?: JWK
  readonly text: string
}

/** As the starters choose: by name among several, and one without a name is the one. */
export function chooseKey({ jwks, isSet }: KeyReading, header: JsonObject): Choice {
  const [first] = jwks
  const { kid } = header
  if (!isSet && first && first.kid === undefined)
    return { jwk: first, text: 'There is one key, without a name.' }
  if (isSet && kid === undefined) return { text: 'The token names no key, so none is taken from the set.' }
  const named = jwks.filter((jwk) => jwk.kid === kid)
  if (named.length > 1) return { text: 'Two keys have the name that the token gives, so none is taken.' }
  if (named[0]) return { jwk: named[0], text: 'The key has the name that the token gives.' }
  return {
    text: isSet ? 'No key of the set has the name that the token gives.' : 'The token names another key.',
  }
}

/** A key that says no algorithm is taken for the one that is expected, and one without a name by the token’s. */
export const completed = (jwk: JWK, alg: string, header: JsonObject): JWK => ({
  kid: typeof header.kid === 'string' ? header.kid : 'the key',
  alg,
  ...jwk,
})

/**
 * The key as the starters would admit it.
 *
 * @throws AuthError `token_key_unknown` with the reason as its cause
 */
export async function admit(jwk: JWK, alg: string): Promise<VerificationKey> {
  try {
    if (isSymmetric(alg)) return admitSecret(jwk, alg)
    // EdDSA is an older name, which the starters do not use. With a key of Ed25519 it means the same.
    if (alg !== 'EdDSA') return await admitKey(jwk, [alg])
    const renamed = jwk.alg === 'EdDSA' ? { ...jwk, alg: 'Ed25519' } : jwk
    return { ...(await admitKey(renamed, ['Ed25519'])), alg }
  } catch (cause) {
    throw new AuthError('token_key_unknown', { cause })
  }
}

/** The starters read a secret from their settings only, and hold it to its length there. */
function admitSecret({ kty, k = '', kid = '', alg: own }: JWK, alg: string): VerificationKey {
  if (kty !== 'oct') throw new TypeError('it is a public key, and no secret')
  if (own !== alg) throw new TypeError('its alg is not accepted')
  if (isShort(k, alg)) throw new TypeError('a secret has to be as long as the hash')
  return { kid, alg, key: decodeBytes(k) }
}

/** @see RFC 7518 section 3.2 */
export const isShort = (k: string, alg: string): boolean => decodeBytes(k).length * 8 < Number(alg.slice(2))

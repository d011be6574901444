import { importJWK, type JWK } from 'jose'
import { AuthError } from '../errors.ts'
import type { TokenHeader } from '../tokens/compact-jws.ts'

/** A key that may verify signatures of one algorithm, and of no other. */
export interface VerificationKey {
  readonly kid: string
  readonly alg: string
  readonly key: CryptoKey | Uint8Array
}

/** Finds the key that a token names. @throws AuthError `token_key_unknown`, `keys_unavailable` */
export type KeySource = (header: TokenHeader) => Promise<VerificationKey>

/**
 * Takes a public JWK as a verification key, or says why not. A key that can do too much is as bad as a weak one: each
 * is bound to one algorithm, and a key for encryption verifies nothing (RFC 8725 sections 3.1, 3.2 and 3.5, RFC 7517).
 *
 * @param algorithms those accepted here
 * @throws TypeError with the reason, without any part of the key
 */
export async function admitKey(jwk: JWK, algorithms: readonly string[]): Promise<VerificationKey> {
  const { kid, alg, use = 'sig', key_ops = ['verify'], d } = jwk
  if (typeof kid !== 'string' || kid === '') throw new TypeError('a key needs a kid')
  if (typeof alg !== 'string' || !algorithms.includes(alg)) throw new TypeError('its alg is not accepted')
  if (use !== 'sig' || !key_ops.includes('verify')) throw new TypeError('it is not for verifying')
  // Whoever reads the set could sign with it.
  if (d !== undefined) throw new TypeError('its private part is published')
  if (!fitsAlgorithm(jwk, alg)) throw new TypeError('its type, curve or size does not fit its alg')
  return { kid, alg, key: await importJWK(publicMembers(jwk), alg) }
}

/** What may be published is listed here; whatever else a JWK holds stays inside. */
export function publicMembers({ kty, crv, x, y, n, e }: JWK): JWK {
  const members = { kty, crv, x, y, n, e }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as JWK
}

// #region key-for
/** The algorithm of a token has to be that of its key: no public key is ever used as an HMAC secret. */
export async function keyFor(header: TokenHeader, keys: KeySource): Promise<VerificationKey> {
  const key = await keys(header)
  if (key.alg !== header.alg) throw new AuthError('token_algorithm_invalid')
  return key
}
// #endregion key-for

const curves: Readonly<Record<string, string>> = {
  Ed25519: 'Ed25519',
  ES256: 'P-256',
  ES384: 'P-384',
  ES512: 'P-521',
}

function fitsAlgorithm({ kty, crv, n, e }: JWK, alg: string): boolean {
  if (alg in curves) return kty === (alg === 'Ed25519' ? 'OKP' : 'EC') && crv === curves[alg]
  // RFC 7518 section 3.3: RSA keys have 2048 bits or more. An exponent below 65537 only helps attackers.
  return kty === 'RSA' && bitLength(n) >= 2048 && bitLength(e) > 16
}

const bitLength = (base64url = ''): number => {
  const bytes = Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
    c.charCodeAt(0),
  )
  const first = bytes.findIndex((byte) => byte !== 0)
  return first < 0 ? 0 : (bytes.length - first) * 8 - Math.clz32(bytes[first] ?? 0) + 24
}

import { errors, type JWK } from 'jose'
import { systemClock } from '../../examples/stateless/src/clock.ts'
import { AuthError } from '../../examples/stateless/src/errors.ts'
import { KeyRing } from '../../examples/stateless/src/keys/key-ring.ts'
import { RemoteKeys } from '../../examples/stateless/src/keys/remote-keys.ts'
import { localKeys, type SigningAlgorithm } from '../../examples/stateless/src/keys/signing-keys.ts'
import type { KeySource } from '../../examples/stateless/src/keys/verification-key.ts'
import { readSettings } from '../../examples/stateless/src/settings.ts'
import { createTokenCheck } from '../../examples/stateless/src/tokens/token-check.ts'

/** `holds` when the signature was verified, else the code of the refusal. */
export type Verdict = 'holds' | string

/**
 * The check of tokens that the starters ship, whole and unchanged, over one key. It goes on to the claims, which
 * a signed text that is no token does not have. To be refused for want of claims is to have passed all before.
 *
 * @param alg what SIGNING_ALG would say; a test may also ask what would happen with a name that no setting can have
 */
export function signatureCheck(jwk: JWK, alg: string): (jws: string) => Promise<Verdict> {
  const settings = { ...readSettings({}), SIGNING_ALG: alg as SigningAlgorithm }
  const keys = alg === 'HS256' ? sharedSecret(jwk) : publishedKey(jwk, alg)
  const check = createTokenCheck('at+jwt', {}, { settings, clock: systemClock, keys, audience: '' })
  return async (jws) => {
    const error = await check(jws).catch((reason) => reason)
    if (!(error instanceof AuthError) || error.code === 'internal_error')
      throw new Error('Neither verified nor refused', { cause: error })
    return error.cause instanceof errors.JWTInvalid ? 'holds' : error.code
  }
}

/** As a service gets it: out of the key set of the issuer. */
function publishedKey(jwk: JWK, alg: string): KeySource {
  const fetch = async () => Response.json({ keys: [jwk] })
  return new RemoteKeys({ url: '', algorithms: [alg], clock: systemClock, fetch }).source
}

/** As the one process has it that signs and verifies with JWT_SECRET. Such a key is never in a key set. */
function sharedSecret({ kid = '', k = '' }: JWK): KeySource {
  const key = new Uint8Array(Buffer.from(k, 'base64url'))
  const verification = { kid, alg: 'HS256', key }
  return localKeys(new KeyRing([{ kid, alg: 'HS256', nbf: 0, key, verification }], systemClock))
}

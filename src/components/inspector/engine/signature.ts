import { compactVerify, errors, importJWK, type JWK } from 'jose'
import type { Step } from './verification.ts'

const name = 'Signature'

/** The signature by itself, also where the key is one that the starters would not admit. */
export async function checkSignature(token: string, jwk: JWK, alg: string): Promise<Step> {
  try {
    const { use: _, key_ops: __, ...key } = jwk
    await compactVerify(token, await importJWK(key, alg), { algorithms: [alg] })
    return { name, state: 'passed', text: 'It was made over this header and this payload, with this key.' }
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      const text = 'It was not made over this header and this payload with this key.'
      return { name, state: 'failed', code: 'token_signature_invalid', text }
    }
    return { name, state: 'open', text: 'Not tried: with this token and this key that is not possible.' }
  }
}

import { encodeBytes, encodeText } from './base64url.ts'
import type { JsonObject } from './read-token.ts'

/** Whoever has one can make tokens. The key itself does not leave it. */
export interface Signer {
  readonly alg: string
  /** The signature over a text, as base64url. */
  sign(text: string): Promise<string>
}

/** A key pair of this page, gone when the page is. */
export interface OwnKey {
  readonly signer: Signer
  readonly publicJwk: JsonObject & { readonly kid: string }
}

const curves = {
  Ed25519: { name: 'Ed25519' },
  ES256: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
} as const

/** Makes a key pair. @throws when the browser knows no such keys, or fails to make one twice */
export async function makeKey(alg: keyof typeof curves): Promise<OwnKey> {
  const { subtle } = crypto
  const generate = () => subtle.generateKey(curves[alg], false, ['sign', 'verify']) as Promise<CryptoKeyPair>
  // WebKit on Linux fails about once in a hundred tries.
  const pair = await generate().catch(generate)
  const { kty, crv, x, y } = await subtle.exportKey('jwk', pair.publicKey)
  const kid = `key-${crypto.randomUUID().slice(0, 8)}`
  const publicJwk = { kty, crv, x, ...(y && { y }), kid, alg, use: 'sig' }
  return { signer: signerWith(alg, curves[alg], pair.privateKey), publicJwk }
}

/** @throws when the secret is empty or the algorithm is none of HMAC */
export async function hmacSigner(alg: string, secret: Uint8Array<ArrayBuffer>): Promise<Signer> {
  const hmac = { name: 'HMAC', hash: `SHA-${alg.slice(2)}` }
  return signerWith(alg, hmac, await crypto.subtle.importKey('raw', secret, hmac, false, ['sign']))
}

const signerWith = (alg: string, algorithm: AlgorithmIdentifier | EcdsaParams, key: CryptoKey): Signer => ({
  alg,
  async sign(text) {
    const signature = await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(text))
    return encodeBytes(new Uint8Array(signature))
  },
})

/** What a signature is made over. */
export const signingInput = (header: string, payload: string): string =>
  `${encodeText(header)}.${encodeText(payload)}`

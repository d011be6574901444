/** A segment before it is encoded: JSON to be, a text as it stands, or bytes that are no text. */
export type Part = object | string | Uint8Array

/** Signs two encoded segments, whatever is in them. */
export type SignSegments = (header: string, payload: string) => Promise<string>

export const encode = (part: Part): string => Buffer.from(bytesOf(part)).toString('base64url')

const bytesOf = (part: Part) =>
  part instanceof Uint8Array ? part : Buffer.from(typeof part === 'string' ? part : JSON.stringify(part))

const webCrypto = {
  Ed25519: { name: 'Ed25519' },
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  RS256: { name: 'RSASSA-PKCS1-v1_5' },
} as const

/** What a starter can sign with and publish. */
export type Algorithm = keyof typeof webCrypto

/** Signs anything: no library stands between a test and the bytes that it wants in a token. */
export const signerWith =
  (alg: Algorithm, key: CryptoKey): SignSegments =>
  async (header, payload) => {
    const input = Buffer.from(`${header}.${payload}`)
    return `${input}.${encode(new Uint8Array(await crypto.subtle.sign(webCrypto[alg], key, input)))}`
  }

/** A token with an HMAC, by whatever bytes an attacker takes for the secret. */
export async function macToken(header: object, payload: object, secret: Uint8Array<ArrayBuffer>) {
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['sign'])
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${encode(new Uint8Array(await crypto.subtle.sign(hmac, key, Buffer.from(input))))}`
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The same bytes in another text, where the last character has bits to spare: lenient decoders do not look at them. */
export const respell = (segment: string): string =>
  segment.slice(0, -1) + alphabet[alphabet.indexOf(segment.at(-1) ?? '') + 1]

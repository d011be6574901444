import { base64url } from 'jose'

// A refresh token is a signed JWT, and its `jti` is its name. Redis keeps hashes of names only.

/** What Redis keeps of a refresh token. A name has 256 bits of randomness, so a plain hash cannot be guessed back. */
export async function hashOf(jti: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', encode(jti))))
}

/**
 * The name of the token that follows one. Everybody who presents the same token gets the same successor, without
 * that successor being kept anywhere: two tabs that refresh at once end up with one family.
 *
 * @param rotationSecret of the session; without it, and that is sealed, no name leads to the next
 */
export async function successorOf(rotationSecret: string, jti: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encode(rotationSecret), algorithm, false, ['sign'])
  return base64url.encode(new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(jti))))
}

const encode = (text: string) => new TextEncoder().encode(text)

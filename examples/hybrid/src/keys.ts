import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  exportJWK,
  type FetchImplementation,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose'
import { type CommonSettings, SettingsError } from './settings-schema.ts'

export type SigningAlgorithm = CommonSettings['SIGNING_ALG']

/** What the issuer signs with, and what it publishes. */
export interface SigningKey {
  readonly alg: SigningAlgorithm
  /** RFC 7638 thumbprint of the public key; absent for HS256, where it would help to guess the secret. */
  readonly kid?: string
  readonly key: CryptoKey | Uint8Array
  /** The public half (RFC 7517). Empty for HS256, whose key must never be published. */
  readonly jwks: JSONWebKeySet
}

/** @throws SettingsError when SIGNING_KEY is not a private key for SIGNING_ALG */
export async function loadSigningKey(settings: CommonSettings): Promise<SigningKey> {
  const alg = settings.SIGNING_ALG
  if (alg === 'HS256') return { alg, key: new TextEncoder().encode(settings.JWT_SECRET), jwks: { keys: [] } }
  return settings.SIGNING_KEY ? importSigningKey(alg, settings.SIGNING_KEY) : generateSigningKey(alg)
}

async function generateSigningKey(alg: SigningAlgorithm): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  return asSigningKey(alg, privateKey, await exportJWK(publicKey))
}

async function importSigningKey(alg: SigningAlgorithm, text: string): Promise<SigningKey> {
  try {
    const jwk: JWK = JSON.parse(text)
    const key = await importJWK(jwk, alg)
    if (!(key instanceof CryptoKey) || key.type !== 'private') throw new TypeError('not a private key')
    return await asSigningKey(alg, key, jwk)
  } catch {
    throw new SettingsError(
      'SIGNING_KEY',
      `must be a private ${alg} key as a JWK in JSON; make one with: npm run keys`,
    )
  }
}

async function asSigningKey(alg: SigningAlgorithm, key: CryptoKey, jwk: JWK): Promise<SigningKey> {
  const publicJwk = publicMembers(jwk)
  const kid = await calculateJwkThumbprint(publicJwk)
  return { alg, kid, key, jwks: { keys: [{ ...publicJwk, kid, alg, use: 'sig' }] } }
}

/** What may be published is listed here; whatever else a JWK holds stays inside. */
function publicMembers({ kty, crv, x, y }: JWK): JWK {
  return { kty, crv, x, ...(y && { y }) } as JWK
}

/** The issuer's own view of its keys. */
export function localKeys(signingKey: SigningKey): JWTVerifyGetKey {
  const { key, jwks } = signingKey
  return key instanceof Uint8Array ? async () => key : createLocalJWKSet(jwks)
}

/**
 * A service's view: the issuer's published keys, kept for ten minutes. A `kid` that is not among them leads to
 * one fetch in thirty seconds at most, so a flood of made-up ones does not reach the issuer.
 */
export function remoteKeys(jwksUrl: string, fetch: FetchImplementation): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(jwksUrl), {
    [customFetch]: fetch,
    cacheMaxAge: 10 * 60_000,
    cooldownDuration: 30_000,
    timeoutDuration: 2_000,
  })
}

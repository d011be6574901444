import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
} from 'jose'
import { type Clock, toSeconds } from '../clock.ts'
import { AuthError } from '../errors.ts'
import { SettingsError } from '../settings/read.ts'
import type { CommonSettings } from '../settings/schema.ts'
import type { KeyEntry } from './key-entry.ts'
import { KeyRing, type RingKey } from './key-ring.ts'
import { type KeySource, publicMembers, type VerificationKey } from './verification-key.ts'

export type SigningAlgorithm = CommonSettings['SIGNING_ALG']

/** What the issuer signs with, and what it publishes. */
export interface SigningKey extends RingKey {
  readonly alg: SigningAlgorithm
  readonly key: CryptoKey | Uint8Array
  /** What verifies its signatures: the public key, and for HS256 alone the secret itself. */
  readonly verification: VerificationKey
  /** The public half (RFC 7517). Absent for HS256, whose key must never be published. */
  readonly publicJwk?: JWK
}

/** What an issuer asks of its keys. */
export type SigningKeys = Pick<KeyRing<SigningKey>, 'active' | 'known' | 'find'>

/**
 * Opens the keys to sign with: those of SIGNING_KEYS_FILE, followed while it changes; the secret for HS256; or else
 * a key that lives as long as this process.
 *
 * @throws SettingsError when the file holds no private keys for SIGNING_ALG, or when the secret is a known one
 */
export async function openSigningKeys(settings: CommonSettings, clock: Clock): Promise<KeyRing<SigningKey>> {
  const alg = settings.SIGNING_ALG
  const ring = new KeyRing<SigningKey>([], clock)
  if (alg === 'HS256') ring.replace([await sharedSecret(settings.JWT_SECRET ?? '')])
  else if (settings.SIGNING_KEYS_FILE) await followFile(ring, alg, settings.SIGNING_KEYS_FILE)
  else ring.replace([await generateSigningKey(alg, toSeconds(clock.nowMs()))])
  return ring
}

// #region publish
/** What anybody may see: the keys in use, and those that will be. */
export const publishedKeys = (ring: SigningKeys): JSONWebKeySet => ({
  keys: ring.known.flatMap(({ publicJwk }) => publicJwk ?? []),
})
// #endregion publish

/** The issuer's own view of its keys. */
export function localKeys(ring: SigningKeys): KeySource {
  return async ({ kid }) => {
    const found = ring.find(kid)
    if (!found) throw new AuthError('token_key_unknown')
    return found.verification
  }
}

async function followFile(ring: KeyRing<SigningKey>, alg: SigningAlgorithm, path: string): Promise<void> {
  // Only what runs in Node has files.
  const { followKeyFile } = await import('./key-file.ts')
  await followKeyFile('SIGNING_KEYS_FILE', path, async (entries) => {
    ring.replace(await Promise.all(entries.map((entry) => importSigningKey(alg, entry))))
  })
}

// #region known-secret
async function sharedSecret(secret: string): Promise<SigningKey> {
  const { isKnownSecret } = await import('./weak-secrets.ts')
  if (await isKnownSecret(secret))
    throw new SettingsError('JWT_SECRET', 'must be a secret of your own: this one is in a public list')
  const key = new TextEncoder().encode(secret)
  // The name says nothing of the secret: a hash of it would help to guess it.
  const kid = 'shared-secret'
  return { alg: 'HS256', kid, nbf: 0, key, verification: { kid, alg: 'HS256', key } }
}
// #endregion known-secret

async function generateSigningKey(alg: SigningAlgorithm, nbf: number): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  return asSigningKey(alg, privateKey, publicKey, await exportJWK(publicKey), { nbf })
}

/** @throws TypeError when it is no private key for the algorithm */
export async function importSigningKey(
  alg: SigningAlgorithm,
  { nbf, exp, ...jwk }: KeyEntry,
): Promise<SigningKey> {
  const key = await importJWK(jwk, alg)
  const publicKey = await importJWK(publicMembers(jwk), alg)
  if (!(key instanceof CryptoKey) || key.type !== 'private' || publicKey instanceof Uint8Array)
    throw new TypeError('not a private key')
  return asSigningKey(alg, key, publicKey, jwk, { nbf, ...(exp !== undefined && { exp }) })
}

async function asSigningKey(
  alg: SigningAlgorithm,
  key: CryptoKey,
  publicKey: CryptoKey,
  jwk: JWK,
  dates: Omit<RingKey, 'kid'>,
): Promise<SigningKey> {
  const members = publicMembers(jwk)
  const kid = await calculateJwkThumbprint(members)
  const publicJwk = { ...members, kid, alg, use: 'sig' }
  return { alg, kid, key, publicJwk, verification: { kid, alg, key: publicKey }, ...dates }
}

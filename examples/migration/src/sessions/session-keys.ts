import { importJWK } from 'jose'
import type { Clock } from '../clock.ts'
import type { KeyEntry } from '../keys/key-entry.ts'
import { KeyRing, type RingKey } from '../keys/key-ring.ts'
import { randomKey } from './session-key-file.ts'

/** Seals and opens session records: AES-GCM with 256 bits. */
export interface SessionKey extends RingKey {
  readonly key: CryptoKey | Uint8Array
}

/**
 * Opens the keys that session records are sealed with: those of SESSION_KEYS_FILE, followed while it changes, or a
 * key that lives as long as this process.
 *
 * @throws SettingsError when the file holds no such keys
 */
export async function openSessionKeys(path: string | undefined, clock: Clock): Promise<KeyRing<SessionKey>> {
  const ring = new KeyRing<SessionKey>([await processKey()], clock)
  if (path === undefined) return ring
  // Only what runs in Node has files.
  const { followKeyFile } = await import('../keys/key-file.ts')
  await followKeyFile('SESSION_KEYS_FILE', path, async (entries) => {
    ring.replace(await Promise.all(entries.map(importSessionKey)))
  })
  return ring
}

async function importSessionKey({ nbf, exp, ...jwk }: KeyEntry): Promise<SessionKey> {
  if (jwk.kty !== 'oct' || jwk.k?.length !== 43 || typeof jwk.kid !== 'string')
    throw new TypeError('not a secret key of 256 bits')
  return { kid: jwk.kid, nbf, ...(exp !== undefined && { exp }), key: await importJWK(jwk, 'A256GCM') }
}

/** One for all services of a process, as the embedded Redis is. */
const processKey = (): Promise<SessionKey> => (processKeyOnce ??= makeProcessKey())
let processKeyOnce: Promise<SessionKey> | undefined

const makeProcessKey = async (): Promise<SessionKey> =>
  importSessionKey({ kty: 'oct', k: randomKey(), kid: 'process', nbf: 0 })

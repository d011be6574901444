import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { toSeconds } from '../clock.ts'
import { SettingsError } from '../settings/read.ts'
import type { CommonSettings } from '../settings/schema.ts'
import { type KeyEntry, replaceAll, rotate } from './key-entry.ts'
import { readKeyFile, writeKeyFile } from './key-file.ts'

/** A key file that `npm run keys` looks after. */
export interface KeyFile {
  readonly setting: string
  readonly path: string
  readonly create: () => Promise<JWK>
  /** The longest time for which something made with a key stays valid. */
  readonly drainSeconds: number
}

/** None for HS256, which signs with JWT_SECRET. */
export function signingKeyFiles(settings: CommonSettings): readonly KeyFile[] {
  const { SIGNING_ALG, SIGNING_KEYS_FILE, SESSION_IDLE_SECONDS, CLOCK_TOLERANCE_SECONDS } = settings
  if (SIGNING_ALG === 'HS256') return []
  const file: KeyFile = {
    setting: 'SIGNING_KEYS_FILE',
    path: SIGNING_KEYS_FILE ?? 'signing-keys.json',
    create: () => createSigningKey(SIGNING_ALG),
    // A refresh token lives as long as a session may idle, an access token never longer.
    drainSeconds: SESSION_IDLE_SECONDS + CLOCK_TOLERANCE_SECONDS,
  }
  return [file]
}

async function createSigningKey(alg: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg, use: 'sig' }
}

/**
 * npm run keys              makes the first key of each file, and lists what there is
 * npm run keys rotate       adds a key that takes over once every service knows it
 * npm run keys replace      after a leak: a new key at once, and nothing made with the old ones is accepted
 */
export async function runKeyCommand(
  command: string,
  settings: CommonSettings,
  files: readonly KeyFile[],
): Promise<void> {
  if (!['list', 'rotate', 'replace'].includes(command))
    throw new SettingsError('The command', 'must be list, rotate or replace')
  if (files.length === 0)
    throw new SettingsError('SIGNING_ALG', 'must be another than HS256 to have a file of keys')
  for (const file of files) {
    await change(file, command, settings)
    print(file, await readKeyFile(file.setting, file.path))
  }
}

async function change(
  file: KeyFile,
  command: string,
  { JWKS_MAX_AGE_SECONDS }: CommonSettings,
): Promise<void> {
  const nowSeconds = toSeconds(Date.now())
  const entries = await readKeyFile(file.setting, file.path)
  if (entries.length === 0 || command === 'replace')
    return writeKeyFile(file.path, replaceAll(await file.create(), nowSeconds))
  if (command === 'list') return
  // Twice what a service may keep a key set for: by then each has fetched it again.
  const overlap = { publishSeconds: 2 * JWKS_MAX_AGE_SECONDS, drainSeconds: file.drainSeconds }
  await writeKeyFile(file.path, rotate(entries, await file.create(), nowSeconds, overlap))
}

/** Dates and names, and nothing of the keys themselves. */
function print({ setting, path }: KeyFile, entries: readonly KeyEntry[]): void {
  const nowSeconds = toSeconds(Date.now())
  console.log(`${setting}=${path}`)
  for (const { kid, nbf, exp } of entries) console.log(`  ${kid}  ${describe(nbf, exp, nowSeconds)}`)
}

function describe(nbf: number, exp: number | undefined, nowSeconds: number): string {
  const time = (seconds: number) => new Date(seconds * 1000).toISOString()
  const until = exp === undefined ? '' : `, accepted until ${time(exp)}`
  return (nowSeconds < nbf ? `published, used from ${time(nbf)}` : `used since ${time(nbf)}`) + until
}

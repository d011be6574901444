import { watchFile } from 'node:fs'
import { chmod, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { SettingsError } from '../settings/read.ts'
import { type KeyEntry, parseKeyFile } from './key-entry.ts'

const lookEveryMs = 1_000

/**
 * Reads a key file now and after every change. A change that cannot be used changes nothing: the keys at hand stay.
 *
 * @param adopt takes the keys over, and throws when they cannot be used
 * @throws SettingsError when the file cannot be used at the start
 */
export async function followKeyFile(
  setting: string,
  path: string,
  adopt: (entries: readonly KeyEntry[]) => Promise<void>,
): Promise<void> {
  const read = async () => adopt(parseKeyFile(await readFile(path, 'utf8')))
  await read().catch(() => {
    // No cause: what went wrong may quote the file.
    throw new SettingsError(
      setting,
      'must name a file of private keys for these settings; make one with: npm run keys',
    )
  })
  // By looking and not by events, which get lost where a file is a link that is moved, as for secrets in Kubernetes.
  watchFile(path, { interval: lookEveryMs, persistent: false }, () => {
    read().catch(() => console.error(`${setting} was changed and cannot be used; the keys stay as they were`))
  })
}

/**
 * Replaces the file in one step, so that nobody reads half of it. A new one can be read by its owner alone; one that is
 * there keeps its mode, for a container may have to read it as another user.
 */
export async function writeKeyFile(path: string, keys: readonly KeyEntry[]): Promise<void> {
  const draft = `${path}.new`
  await writeFile(draft, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: 0o600 })
  const before = await stat(path).catch(() => undefined)
  if (before) await chmod(draft, before.mode)
  await rename(draft, path)
}

/**
 * @returns no entries when there is no such file yet
 * @throws SettingsError when there is one that holds no keys: it is somebody's, or a damaged one to be mended
 */
export async function readKeyFile(setting: string, path: string): Promise<readonly KeyEntry[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  if (text === undefined) return []
  try {
    return parseKeyFile(text)
  } catch {
    // No cause: it may quote the file.
    throw new SettingsError(setting, 'must name a key file, or none yet; what is there is left as it is')
  }
}

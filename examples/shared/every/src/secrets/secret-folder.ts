import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type KeyFile, runKeyCommand } from '../keys/command.ts'
import { randomId } from '../random.ts'
import type { CommonSettings } from '../settings/schema.ts'

const folder = 'secrets'

/** Where `npm run secrets` keeps the key files. A folder each, so that a container can be given one and not the other. */
export const keyFiles = {
  SIGNING_KEYS_FILE: join(folder, 'signing/keys.json'),
  SESSION_KEYS_FILE: join(folder, 'sessions/keys.json'),
}

// #region modes
/**
 * Nobody but its owner can enter the folder. The files in it can be read by all: a container is given single ones,
 * and reads them as a user of its own that the host does not know.
 */
export async function openSecretFolder(): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o700)
}

export async function writeSecret(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text)
  await chmod(join(folder, name), 0o644)
}
// #endregion modes

/** @returns the secret of that name, made now if there was none: 256 random bits */
export async function keepSecret(name: string): Promise<string> {
  const path = join(folder, name)
  const made = writeFile(path, randomId(), { flag: 'wx' })
  await made.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await chmod(path, 0o644)
  return (await readFile(path, 'utf8')).trim()
}

/** Makes the first key of each file that has none. */
export async function keepKeys(files: readonly KeyFile[], settings: CommonSettings): Promise<void> {
  const folders = files.map(({ path }) => dirname(path))
  await Promise.all(folders.map((path) => mkdir(path, { recursive: true })))
  await runKeyCommand('list', settings, files)
  await Promise.all(folders.map((path) => chmod(path, 0o755)))
  await Promise.all(files.map(({ path }) => chmod(path, 0o644)))
}

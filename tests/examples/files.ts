import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { unzipSync } from 'fflate'
import type { StarterFiles } from '../../src/starters/starter-zip.ts'

/** Writes a file, with the folders it lies in. */
export async function writeFileBelow(
  folder: string,
  path: string,
  content: Uint8Array | string = '',
): Promise<void> {
  const file = join(folder, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

export async function writeFilesBelow(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) await writeFileBelow(folder, path, bytes)
}

export const unzipTo = (folder: string, zip: Uint8Array): Promise<void> =>
  writeFilesBelow(folder, unzipSync(zip))

/** Every file below a folder, whatever its name. */
export async function readAllBelow(folder: string): Promise<StarterFiles> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map(async (file) => [relative(folder, file), new Uint8Array(await readFile(file))] as const)
  return Object.fromEntries(await Promise.all(files))
}

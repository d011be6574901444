import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileSystemTree } from '@webcontainer/api'

/** Writes a file tree to a folder, as a WebContainer mounts it. */
export async function unpack(tree: FileSystemTree, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, entry] of Object.entries(tree)) {
    const path = join(folder, name)
    if ('directory' in entry) await unpack(entry.directory, path)
    else if ('contents' in entry.file) await writeFile(path, entry.file.contents)
  }
}

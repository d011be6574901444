import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'

/** A folder as the client sends it: `d` for folders, `f` for files with their content `c`, in latin1 where `b` is set. */
export interface Tree {
  readonly d: Readonly<Record<string, Tree | { readonly f: { readonly c: string; readonly b?: boolean } }>>
}

/** The client sends a tree of objects as JSON. Binary snapshots, which this project does not use, are something else. */
export function parseTree(bytes: Uint8Array): Tree {
  if (bytes[0] !== '{'.charCodeAt(0)) throw new Error('The double takes file trees, not binary snapshots')
  return JSON.parse(Buffer.from(bytes).toString())
}

export async function writeTree(folder: string, { d: entries }: Tree): Promise<void> {
  await mkdir(folder, { recursive: true })
  const writing = Object.entries(entries).map(([name, entry]) => {
    const path = join(folder, name)
    if ('d' in entry) return writeTree(path, entry)
    return writeFile(path, Buffer.from(entry.f.c, entry.f.b ? 'latin1' : 'utf8'))
  })
  await Promise.all(writing)
}

/** A path of the container on this machine. @throws for one that leads out of it */
export function inside(root: string, path: string): string {
  const found = resolve(root, path)
  if (found === root || found.startsWith(root + sep)) return found
  throw Object.assign(new Error(`EACCES: permission denied, '${path}'`), { code: 'EACCES' })
}

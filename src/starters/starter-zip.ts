import { unzipSync, zipSync } from 'fflate'
import type { StarterName } from './starter-names.ts'

/** Contents by path below the starter's folder, such as `src/strategy.ts`. */
export type StarterFiles = Readonly<Record<string, Uint8Array<ArrayBuffer>>>

/** What the zip unpacks to. */
export const folderNameOf = (name: StarterName): string => `jwt-${name}-starter`

/** The zip has one date for all, so that the same files give the same bytes. It is local: a zip knows no time zone. */
const noDate = new Date(1980, 0, 1)

/** A zip of one folder, named like the starter. */
export function packStarter(name: StarterName, files: StarterFiles): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(
    ([path, bytes]) => [`${folderNameOf(name)}/${path}`, bytes] as const,
  )
  return zipSync(Object.fromEntries(entries), { mtime: noDate, level: 9 })
}

/** What `packStarter` packed. */
export function unpackStarter(name: StarterName, zip: Uint8Array): StarterFiles {
  const prefix = `${folderNameOf(name)}/`
  const entries = Object.entries(unzipSync(zip)) as [string, Uint8Array<ArrayBuffer>][]
  return Object.fromEntries(entries.map(([path, bytes]) => [path.slice(prefix.length), bytes]))
}

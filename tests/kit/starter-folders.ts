import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const starters = ['stateless', 'redis', 'hybrid'] as const
export type Starter = (typeof starters)[number]
/** What stands alone as a starter does. */
export const folders = [...starters, 'migration'] as const
export type Folder = (typeof folders)[number]

export const root = join(import.meta.dirname, '../..')
export const folderOf = (folder: Folder): string => join(root, 'examples', folder)

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** Names and versions of all that the package.json in a folder asks for. */
export function packagesIn(folder: string): Readonly<Record<string, string>> {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { ...manifest.dependencies, ...manifest.devDependencies }
}

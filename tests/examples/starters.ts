import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const starters = ['stateless', 'redis', 'hybrid'] as const
export type Starter = (typeof starters)[number]

export const root = join(import.meta.dirname, '../..')
export const folderOf = (starter: Starter): string => join(root, 'examples', starter)

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** Names and versions of all that the package.json in a folder asks for. */
export function packagesIn(folder: string): Readonly<Record<string, string>> {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { ...manifest.dependencies, ...manifest.devDependencies }
}

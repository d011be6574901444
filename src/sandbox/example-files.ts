import { readdir, readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import type { FileMap } from './runtime.ts'

/** The strategies: each tells the same story. */
export const exampleNames = ['stateless', 'redis', 'hybrid'] as const
/** All that a sandbox can run. The migration tells a story of its own. */
export const runnableNames = [...exampleNames, 'migration'] as const
export type ExampleName = (typeof runnableNames)[number]

/** What only Node runs and a page has no use for. */
const notForThePage = new Set([
  'server.ts',
  'healthcheck.ts',
  'manage-keys.ts',
  'migrate.ts',
  'make-secrets.ts',
  'secrets/redis-access.ts',
  'secrets/secret-folder.ts',
  'settings/secret-files.ts',
  'keys/command.ts',
  'keys/key-file.ts',
  'watch/log.ts',
])

/** The source files of an example as the sandbox mounts them, types stripped as Node strips them. */
export async function readExample(name: ExampleName): Promise<FileMap> {
  // From the project's root, where every command of the project runs: bundled, this file has no place of its own.
  const folder = resolve('examples', name, 'src')
  const names = (await readdir(folder, { recursive: true }))
    .filter((file) => file.endsWith('.ts') && !notForThePage.has(file))
    .sort()
  const files = names.map(async (file) => {
    const text = await readFile(join(folder, file), 'utf8')
    return [`src/${file}`, { text, stripped: stripTypeScriptTypes(text) }] as const
  })
  return Object.fromEntries(await Promise.all(files))
}

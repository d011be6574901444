import { readdir, readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import type { FileMap } from './runtime.ts'

export const exampleNames = ['stateless', 'redis', 'hybrid'] as const
export type ExampleName = (typeof exampleNames)[number]

/** What only Node runs and a page has no use for. */
const notForThePage = new Set(['server.ts', 'generate-key.ts'])

/** The source files of an example as the sandbox mounts them, types stripped as Node strips them. */
export async function readExample(name: ExampleName): Promise<FileMap> {
  // From the project's root, where every command of the project runs: bundled, this file has no place of its own.
  const folder = resolve('examples', name, 'src')
  const names = (await readdir(folder))
    .filter((file) => file.endsWith('.ts') && !notForThePage.has(file))
    .sort()
  const files = names.map(async (file) => {
    const text = await readFile(join(folder, file), 'utf8')
    return [`src/${file}`, { text, stripped: stripTypeScriptTypes(text) }] as const
  })
  return Object.fromEntries(await Promise.all(files))
}

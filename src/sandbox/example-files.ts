import { readdir, readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import type { FileMap } from './runtime.ts'

export const exampleNames = ['stateless', 'redis', 'hybrid'] as const
export type ExampleName = (typeof exampleNames)[number]

/** What only Node runs and a page has no use for. */
const notForThePage = new Set(['server.ts', 'generate-key.ts'])

/** The source files of an example as the sandbox mounts them, types stripped as Node strips them. */
export async function readExample(name: ExampleName): Promise<FileMap> {
  const folder = new URL(`../../examples/${name}/src/`, import.meta.url)
  const names = (await readdir(folder))
    .filter((file) => file.endsWith('.ts') && !notForThePage.has(file))
    .sort()
  const files = names.map(async (file) => {
    const text = await readFile(new URL(file, folder), 'utf8')
    return [`src/${file}`, { text, stripped: stripTypeScriptTypes(text) }] as const
  })
  return Object.fromEntries(await Promise.all(files))
}

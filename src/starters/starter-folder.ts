import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, matchesGlob, relative } from 'node:path'
import type { StarterFiles } from './starter-zip.ts'

/** The files of a starter that git would have: whatever no .gitignore beside it or above it in the project names. */
export async function readStarterFolder(folder: string): Promise<StarterFiles> {
  const project = dirname(dirname(folder))
  const rules = await Promise.all([project, folder].map(ignoreRule))
  const paths = await filesBelow(folder, (path) => rules.some((isIgnored) => isIgnored(path)))
  const files = paths
    .sort()
    .map(async (path) => [pathBelow(folder, path), new Uint8Array(await readFile(path))] as const)
  return Object.fromEntries(await Promise.all(files))
}

const pathBelow = (folder: string, path: string) => relative(folder, path).replaceAll('\\', '/')

/** Our .gitignore files hold nothing cleverer than `node_modules/`, `*.log` and, for their own folder, `/secrets/`. */
async function ignoreRule(folder: string): Promise<(path: string) => boolean> {
  const text = await readFile(join(folder, '.gitignore'), 'utf8')
  const patterns = text
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/\/$/, ''))
  return (path) =>
    patterns.some((pattern) =>
      pattern.includes('/')
        ? matchesGlob(pathBelow(folder, path), pattern.replace(/^\//, ''))
        : matchesGlob(basename(path), pattern),
    )
}

async function filesBelow(folder: string, isIgnored: (path: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const found = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    if (isIgnored(path)) return []
    return entry.isDirectory() ? filesBelow(path, isIgnored) : [path]
  })
  return (await Promise.all(found)).flat()
}

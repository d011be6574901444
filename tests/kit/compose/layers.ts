import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../starter-folders.ts'

const run = promisify(execFile)
const layers = join(root, '.cache/layers')

/**
 * Runs a command in a folder, and keeps what it made of the files there. The next time it is taken from there, as
 * Docker takes a layer from its cache.
 */
export async function runOnce(folder: string, command: string, env: NodeJS.ProcessEnv): Promise<void> {
  const layer = join(layers, await nameOf(folder, command))
  if (existsSync(layer)) return linkTree(layer, folder)
  await run('sh', ['-c', command], { cwd: folder, env })
  await mkdir(layers, { recursive: true })
  const draft = await mkdtemp(join(layers, 'draft-'))
  await linkTree(folder, draft)
  // Two tests may have wanted the same at the same time.
  await rename(draft, layer).catch(() => rm(draft, { recursive: true }))
}

/** Copies a folder by links to its files, which nobody may change. Another file system gets copies. */
export async function linkTree(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await run('cp', ['-Rl', from, to]).catch(async () => {
    await rm(to, { recursive: true, force: true })
    await run('cp', ['-R', from, to])
  })
}

async function nameOf(folder: string, command: string): Promise<string> {
  const hash = createHash('sha256').update(`${process.version} ${command}`)
  for (const entry of (await readdir(folder, { withFileTypes: true, recursive: true })).sort(byPath))
    if (entry.isFile()) hash.update(entry.name).update(await readFile(join(entry.parentPath, entry.name)))
  return hash.digest('hex').slice(0, 32)
}

const byPath = (a: { parentPath: string; name: string }, b: { parentPath: string; name: string }) =>
  join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1

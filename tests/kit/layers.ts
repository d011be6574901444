import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from './starter-folders.ts'

const run = promisify(execFile)
const layers = join(root, '.cache/layers')

/**
 * Installs packages by a command, and keeps them. The next time they are taken from there, as Docker takes a layer from
 * its cache, unless package.json, the lockfile or the command is another.
 */
export async function installOnce(folder: string, command: string, env: NodeJS.ProcessEnv): Promise<void> {
  const packages = join(folder, 'node_modules')
  const layer = join(layers, await nameOf(folder, command))
  if (existsSync(layer)) return linkTree(layer, packages)
  await run('sh', ['-c', command], { cwd: folder, env })
  await mkdir(layers, { recursive: true })
  const draft = await mkdtemp(join(layers, 'draft-'))
  await linkTree(packages, draft)
  // Two tests may have wanted the same at the same time.
  await rename(draft, layer).catch(() => rm(draft, { recursive: true }))
}

/** Copies a folder by links to its files, which nobody may change. Another file system gets copies. */
export async function linkTree(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await run('cp', ['-RlP', from, to]).catch(async () => {
    await rm(to, { recursive: true, force: true })
    await run('cp', ['-R', from, to])
  })
}

async function nameOf(folder: string, command: string): Promise<string> {
  const hash = createHash('sha256').update(`${process.version} ${command}`)
  for (const file of ['package.json', 'package-lock.json']) hash.update(await readFile(join(folder, file)))
  return hash.digest('hex').slice(0, 32)
}

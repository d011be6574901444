import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type NodeMajor = 20 | 22 | 24

/** 20.19.1 is what WebContainers have been seen with; it strips no types. 22.23 does. */
const versions = { 20: '20.19.1', 22: '22.23.3' } as const

const root = join(import.meta.dirname, '../../..')

/** The folder of a `node` of that version. The project has the newest; older ones are installed when first asked for. */
export async function folderOfNode(major: NodeMajor): Promise<string> {
  if (major === 24) return join(root, 'node_modules/node/bin')
  const folder = join(root, `.cache/node-${versions[major]}`)
  if (!existsSync(folder)) await install(versions[major], folder)
  return join(folder, 'node_modules/node/bin')
}

/** In a folder beside, which takes its place when it is complete: two tests may want the same at the same time. */
async function install(version: string, folder: string): Promise<void> {
  await mkdir(join(root, '.cache'), { recursive: true })
  const draft = await mkdtemp(`${folder}-`)
  // npm runs no install script that is not named; that of `node` brings the program.
  await writeFile(
    join(draft, 'package.json'),
    JSON.stringify({ private: true, allowScripts: { node: true } }),
  )
  const npm = spawn('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `node@${version}`], {
    cwd: draft,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(npm, 'exit')
  if (code !== 0) throw new Error(`Node ${version} could not be installed; npm says why, above`)
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }))
}

import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { nodeEnv } from '../kit/compose/node-env.ts'
import { openStack, type Stack } from '../kit/compose/stack.ts'
import { folderOf, type Starter } from '../kit/starter-folders.ts'
import type { Service } from '../kit/systems.ts'

const run = promisify(execFile)

/** A starter as a team runs it: its own accounts, its own secrets, a .env as for `npm start`, and all else as it is. */
export interface Deployed {
  readonly stack: Stack
  /** What docker compose sees: the starter's folder, with ./secrets. */
  readonly project: string
  service(name: string): Service
  /** Runs a command of the starter's package.json. */
  npmRun(command: string, env?: NodeJS.ProcessEnv): Promise<unknown>
  remove(): Promise<void>
}

export async function deploy(starter: Starter, files: readonly string[]): Promise<Deployed> {
  const folder = await mkdtemp(join(tmpdir(), `${starter}-deployed-`))
  const project = join(folder, 'project')
  await cp(folderOf(starter), project, { recursive: true, filter: isCommitted })
  await cp(join(project, '.env.example'), join(project, '.env'))
  await putAccounts(join(project, 'src/users.ts'))
  const stack = await openStack(project, join(folder, 'containers'), files)
  await symlink(join(stack.image.folder, 'node_modules'), join(project, 'node_modules'))
  const npmRun = (command: string, env: NodeJS.ProcessEnv = {}) =>
    run('npm', ['run', ...command.split(' ')], { cwd: project, env: { ...nodeEnv(), ...env } })
  await npmRun('secrets')
  const remove = async () => {
    await stack.down()
    await rm(folder, { recursive: true })
  }
  try {
    await stack.up()
  } catch (error) {
    await remove()
    throw error
  }
  return { stack, project, service: (name) => remote(stack.portOf(name)), npmRun, remove }
}

/** Not what somebody may have tried out in the folder of the starter. */
const isCommitted = (path: string) => !/[\\/](node_modules|\.env|(?<!src[\\/])secrets)$/.test(path)

/** Production has no demo accounts, so whoever ships puts a directory of accounts there. Ours knows alice still. */
async function putAccounts(path: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  const changed = text.replace("DEMO_USERS === 'off' ? [] : demoAccounts", 'demoAccounts')
  if (changed === text) throw new Error('src/users.ts opens its accounts in another way now')
  await writeFile(path, changed)
}

const remote = (port: number): Service => ({
  app: {
    request: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    fetch: (request) => fetch(request),
  },
  health: { startStopping() {} },
  async close() {},
})

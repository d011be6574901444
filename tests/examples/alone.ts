import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { readStarterFolder } from '../../src/starters/starter-folder.ts'
import { folderNameOf, packStarter } from '../../src/starters/starter-zip.ts'
import { bareEnv } from '../kit/bare-env.ts'
import { type Folder, folderOf } from '../kit/starter-folders.ts'
import { unzipTo } from './files.ts'

/** A starter in an empty place, as somebody has it who unpacked its zip and cloned nothing else. */
export interface Alone {
  readonly folder: string
  /** Runs npm in the folder. */
  run(command: string, env?: Env): Promise<Ended>
  start(command: string, env: Env): Running
  /** Commands as somebody types them in a shell. */
  type(commands: string, env: Env): Running
  remove(): Promise<void>
}

type Env = Readonly<Record<string, string>>

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly ended: Promise<Ended>
  /** Resolves once the words were printed. Rejects when the command ends without them. */
  says(words: string): Promise<void>
  /** Sends SIGTERM. `ended` resolves when nothing of it runs any more. */
  stop(): void
}

export async function unpackAlone(starter: Folder): Promise<Alone> {
  const place = await mkdtemp(join(tmpdir(), `${starter}-`))
  await unzipTo(place, packStarter(starter, await readStarterFolder(folderOf(starter))))
  const folder = join(place, folderNameOf(starter))
  const running = new Set<Running>()
  // All that runs here is the same code again.
  const NODE_COMPILE_CACHE = join(place, 'compiled')
  const begin = (program: string, args: string[], env: Env = {}) => {
    const started = start(folder, program, args, { NODE_COMPILE_CACHE, ...env })
    running.add(started)
    void started.ended.then(() => running.delete(started))
    return started
  }
  return {
    folder,
    run: (command, env) => begin('npm', command.split(' '), env).ended,
    start: (command, env) => begin('npm', command.split(' '), env),
    type: (commands, env) => begin('bash', ['-e', '-c', commands], env),
    async remove() {
      for (const left of running) left.stop()
      await Promise.all([...running].map(({ ended }) => ended))
      await rm(place, { recursive: true })
    },
  }
}

function start(folder: string, program: string, args: string[], env: Env): Running {
  const child = spawn(program, args, { cwd: folder, env: { ...bareEnv(), ...env }, detached: true })
  const stdout = text(child.stdout)
  const stderr = text(child.stderr)
  const closed = once(child, 'close').then(([exitCode]) => exitCode)
  const ended = closed.then(async (exitCode) => ({ exitCode, stdout: await stdout, stderr: await stderr }))
  const says = (words: string) =>
    new Promise<void>((resolve, reject) => {
      let printed = ''
      child.stdout.on('data', (chunk) => {
        printed += chunk
        if (printed.includes(words)) resolve()
      })
      ended.then((end) => reject(new Error(`It ended without "${words}":\n${end.stdout}${end.stderr}`)))
    })
  // To npm and to all that it started, as a terminal and a service manager do it.
  const stop = () => void (child.pid && process.kill(-child.pid, 'SIGTERM'))
  return { ended, says, stop }
}

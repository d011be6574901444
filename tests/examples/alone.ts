import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { bareEnv } from '../kit/bare-env.ts'
import { type Folder, folderOf } from '../kit/starter-folders.ts'

/** A starter copied to an empty place, as somebody has it who cloned nothing else. */
export interface Alone {
  run(command: string, env?: Env): Promise<Ended>
  start(command: string, env: Env): Running
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

export async function copyAlone(starter: Folder): Promise<Alone> {
  const folder = await mkdtemp(join(tmpdir(), `${starter}-`))
  const isOurs = (path: string) => !/[\\/]node_modules$/.test(path)
  await cp(folderOf(starter), folder, { recursive: true, filter: isOurs })
  return aloneIn(folder)
}

/** A starter that lies in a folder already. `remove` takes the folder away. */
export function aloneIn(folder: string): Alone {
  const running = new Set<Running>()
  const startHere = (command: string, env?: Env) => {
    const started = start(folder, command, env)
    running.add(started)
    void started.ended.then(() => running.delete(started))
    return started
  }
  return {
    run: (command, env) => startHere(command, env).ended,
    start: startHere,
    async remove() {
      for (const left of running) left.stop()
      await rm(folder, { recursive: true })
    },
  }
}

function start(folder: string, command: string, env: Env = {}): Running {
  const child = spawn('npm', command.split(' '), {
    cwd: folder,
    env: { ...bareEnv(), ...env },
    detached: true,
  })
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

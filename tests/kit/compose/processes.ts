import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { asLastResort } from '../last-resort.ts'

export interface Launch {
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export interface Ended {
  readonly exitCode: number | null
  readonly output: string
}

/** A process with all it has printed. */
export interface Started {
  readonly ended: Promise<Ended>
  readonly output: () => string
  /** Resolves once it has printed the words. */
  says(words: string): Promise<void>
  kill(signal: NodeJS.Signals): void
}

export function launch({ command: [program = '', ...args], cwd, env }: Launch): Started {
  // Its own Node, where this one is older than what the image has.
  const path = program === 'node' ? process.execPath : program
  const child = spawn(path, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const callOff = asLastResort(() => child.kill('SIGKILL'))
  const output = gather(child)
  const ended = Promise.race([once(child, 'close'), failed(child, program)]).then(([exitCode]) => {
    callOff()
    return { exitCode, output: output() }
  })
  const says = async (words: string) => {
    while (!output().includes(words)) await once(child, 'printed')
  }
  return { ended, output, says, kill: (signal) => void child.kill(signal) }
}

function gather(child: ChildProcess): () => string {
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      printed += chunk
      child.emit('printed')
    })
  return () => printed
}

async function failed(child: ChildProcess, program: string): Promise<never> {
  const [cause] = await once(child, 'error')
  throw new Error(
    `${program} cannot be run. Debian has redis-server and redis-cli: apt-get install redis-server`,
    {
      cause,
    },
  )
}

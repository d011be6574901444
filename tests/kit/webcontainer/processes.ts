import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { inside } from './files.ts'

/** What the client asks for. */
export interface SpawnRequest {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly terminal?: TerminalSize
}

interface TerminalSize {
  readonly cols: number
  readonly rows: number
}

export type ProcessListener = (...event: ['data', Uint8Array] | ['exit', number]) => void

const preload = join(import.meta.dirname, 'preload.cjs')

/** Real processes that do what a container's would. */
export class Processes {
  readonly #root: string
  readonly #base: string
  readonly #nodeFolder: string
  readonly #portsFolder: string
  readonly #running = new Map<number, ChildProcess>()

  /** @param base a folder outside of what the container sees */
  constructor(root: string, base: string, portsFolder: string, nodeFolder: string) {
    this.#root = root
    this.#base = base
    this.#portsFolder = portsFolder
    this.#nodeFolder = nodeFolder
  }

  /** Resolves with the pid. @throws for a command that is not there */
  async spawn(request: SpawnRequest, listener: ProcessListener): Promise<number> {
    const [command, args] = this.#commandLine(request)
    const process = spawn(command, args, {
      cwd: inside(this.#root, request.cwd ?? '.'),
      env: this.#env(request.env ?? {}),
      detached: true,
    })
    // A program may end before it has read what it was sent.
    process.stdin.on('error', () => {})
    await once(process, 'spawn')
    const pid = process.pid ?? 0
    this.#running.set(pid, process)
    forward(process, request.terminal !== undefined, listener)
    process.once('close', (code, signal) => {
      this.#running.delete(pid)
      listener('exit', code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
    return pid
  }

  write(pid: number, text: string): void {
    this.#running.get(pid)?.stdin?.write(text)
  }

  resize(pid: number, size: TerminalSize): void {
    const file = this.#terminalFile(pid)
    if (existsSync(file)) spawn('stty', ['-F', readFileSync(file, 'utf8').trim(), ...sizeArgs(size)])
  }

  /** Ends a process with all that it has started. */
  kill(pid: number, signal: NodeJS.Signals = 'SIGTERM'): void {
    if (!this.#running.has(pid)) return
    try {
      process.kill(-pid, signal)
    } catch {
      // It has just ended by itself.
    }
  }

  async killAll(signal: NodeJS.Signals): Promise<void> {
    const processes = [...this.#running]
    const ended = processes.map(([, process]) => once(process, 'close'))
    for (const [pid] of processes) this.kill(pid, signal)
    await Promise.all(ended)
  }

  #commandLine({ command, args, terminal }: SpawnRequest): [command: string, args: string[]] {
    const line = command === 'jsh' ? ['bash', '--norc', '--noprofile', '-i'] : [command, ...args]
    if (!terminal) return [line[0] ?? '', line.slice(1)]
    const script = `tty > ${this.#terminalFile('$PPID')}; stty ${sizeArgs(terminal).join(' ')}; exec ${line.join(' ')}`
    return ['script', ['--quiet', '--return', '--flush', '--command', script, '/dev/null']]
  }

  #env(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    return {
      HOME: this.#root,
      TERM: 'xterm-256color',
      PS1: '> ',
      // A shell that is hung up would write its history while its folder is being removed.
      HISTFILE: '/dev/null',
      ...env,
      PATH: `${this.#nodeFolder}:${process.env.PATH}`,
      NODE_OPTIONS: `${env.NODE_OPTIONS ?? ''} --require ${preload}`,
      DOUBLE_PORTS: this.#portsFolder,
    }
  }

  #terminalFile(pid: number | string): string {
    return join(this.#base, `terminal-${pid}`)
  }
}

const sizeArgs = ({ cols, rows }: TerminalSize) => ['cols', String(cols), 'rows', String(rows)]

/** One stream for both outputs, in whole characters, with the line ends of a terminal. */
function forward({ stdout, stderr }: ChildProcess, isTerminal: boolean, listener: ProcessListener): void {
  for (const stream of [stdout, stderr]) {
    const decoder = new StringDecoder('utf8')
    stream?.on('data', (chunk: Buffer) => {
      const text = decoder.write(chunk)
      listener('data', Buffer.from(isTerminal ? text : text.replace(/\r?\n/g, '\r\n')))
    })
  }
}

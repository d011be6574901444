import { exitCodes, stoppedError } from '../endings.ts'
import {
  type DispatchRequest,
  type DispatchResponse,
  type FileMap,
  type RedisControls,
  type RunOptions,
  type RunResult,
  type Runtime,
  type RuntimeState,
  SandboxError,
  type StopReason,
} from '../runtime.ts'
import type { Container } from './container.ts'
import { ContainerProgram } from './container-program.ts'
import { ContainerTools } from './container-tools.ts'
import { ContainerError } from './problems.ts'
import { type Step, Steps } from './steps.ts'
import { within } from './within.ts'
import type { Workplace } from './workplace.ts'

/** The ports under which readers know the services. */
const servicePorts = [3000, 3001]
const startLimitMs = 10_000

/** Runs programs as processes of real Node in the page's WebContainer, with real HTTP. The container has to be up. */
export class WebContainerRuntime implements Runtime {
  readonly name = 'webcontainer'
  readonly #container: Container
  readonly #workplace: Workplace
  readonly #tools: ContainerTools
  readonly #listeners = new Set<(state: RuntimeState) => void>()
  readonly #steps = new Steps(['start', 'ready'], () => this.#tell())
  readonly #unsubscribe: () => void
  #state: RuntimeState = { phase: 'idle' }
  #files: FileMap = {}
  #program: ContainerProgram | undefined
  #runs = 0
  #lastStart: Promise<unknown> = Promise.resolve()
  /** From the next run on: whether Redis is a server in the container, or else the mock in the program. */
  usesRedisServer = false

  constructor(container: Container, workplace: Workplace) {
    this.#container = container
    this.#workplace = workplace
    this.#tools = new ContainerTools(workplace)
    this.#unsubscribe = container.onChange(() => this.#onContainer())
  }

  get state(): RuntimeState {
    return this.#state
  }

  get steps(): readonly Step[] {
    return this.#steps.list
  }

  get redis(): RedisControls | undefined {
    return this.#tools.redis
  }

  onState(listener: (state: RuntimeState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  mount(files: FileMap): void {
    this.#files = files
  }

  async run(entry: string, options: RunOptions): Promise<RunResult> {
    this.#runs += 1
    const run = this.#runs
    const isCurrent = () => run === this.#runs
    try {
      this.#setState({ phase: 'preparing', step: 'starting Node' })
      const program = await this.#inTurn(() => this.#begin(entry, options, isCurrent))
      if (!program) return stopped()
      this.#setState({ phase: 'running' })
      const result = await this.#steps.run('ready', () => program.result)
      if (isCurrent()) this.#onResult(result)
      return result
    } catch (cause) {
      return isCurrent() ? this.#fail(cause) : stopped()
    }
  }

  async dispatch(request: DispatchRequest): Promise<DispatchResponse> {
    if (!this.#program) throw new SandboxError('no_app', 'Nothing is running. Press Run first')
    const port = Number(new URL(request.url).port)
    return this.#tools.send(servicePorts.includes(port) ? this.#workplace.portFor(port) : port, request)
  }

  async tokens(): Promise<Readonly<Record<string, string>>> {
    return this.#program?.tokens ?? {}
  }

  async stop(): Promise<void> {
    this.#runs += 1
    const program = this.#program
    this.#program = undefined
    program?.end('by-reader')
    this.#setState({ phase: 'stopped', reason: 'by-reader' })
    await program?.ended
  }

  dispose(): void {
    this.#unsubscribe()
    this.#listeners.clear()
    this.#program?.end('by-reader')
    this.#tools.end()
  }

  /** One start after the other: two at once would want the same ports. */
  #inTurn<T>(start: () => Promise<T>): Promise<T> {
    const turn = this.#lastStart.then(start)
    this.#lastStart = turn.catch(() => {})
    return turn
  }

  /** Undefined when another run or a stop has come in between. */
  async #begin(
    entry: string,
    options: RunOptions,
    isCurrent: () => boolean,
  ): Promise<ContainerProgram | undefined> {
    await this.#endProgram()
    if (!isCurrent()) return undefined
    this.#steps.reset()
    const program = await this.#steps.run('start', () => this.#start(entry, options, isCurrent))
    this.#program = program
    if (isCurrent()) return program
    program.end('by-reader')
    return undefined
  }

  async #start(entry: string, { env = {}, onOutput }: RunOptions, isCurrent: () => boolean) {
    await this.#workplace.write(this.#files)
    const redisEnv = await this.#redisEnv()
    const ports = servicePorts.map((port) => `${this.#workplace.portFor(port)}:${port}`)
    const started = Promise.withResolvers<void>()
    const process = await this.#workplace.spawnNode('run.mjs', [entry, ...ports], { ...redisEnv, ...env })
    const program = new ContainerProgram(process, {
      onOutput: (line) => isCurrent() && onOutput(line),
      onStart: started.resolve,
      onStop: (reason, exitCode) => isCurrent() && this.#onStop(reason, exitCode),
      isContainerAlive: () => this.#container.isAlive(),
    })
    await within(startLimitMs, 'start_failed', Promise.race([started.promise, program.result]))
    return program
  }

  /** A fresh server for each run, as each run of the mock is fresh. */
  async #redisEnv(): Promise<Readonly<Record<string, string>>> {
    if (!this.usesRedisServer) {
      void this.#tools.endRedis()
      return {}
    }
    return { REDIS_URL: await this.#tools.startRedis(), REDIS_TIMEOUT_MS: '500' }
  }

  async #endProgram(): Promise<void> {
    const program = this.#program
    this.#program = undefined
    program?.end('by-reader')
    // Its ports are free when it is gone.
    await program?.ended
  }

  #onResult(result: RunResult): void {
    if (this.#state.phase !== 'running') return
    if (!result.ok) this.#setState({ phase: 'failed', error: result.error })
    else if (result.hasApp) this.#setState({ phase: 'serving' })
  }

  #onStop(reason: StopReason, exitCode: number): void {
    this.#program = undefined
    this.#setState({ phase: 'stopped', reason, ...(reason === 'exited' && { exitCode }) })
  }

  /** Whatever fails here and is no fault of the program is one of the container. */
  #fail(cause: unknown): RunResult {
    if (this.#container.state.phase === 'ready')
      this.#container.lose(cause instanceof ContainerError ? cause.problem : 'start_failed')
    const error = new SandboxError('container_failed', 'The WebContainer could not run this', { cause })
    this.#setState({ phase: 'failed', error })
    return { ok: false, error, exitCode: exitCodes.failed }
  }

  #onContainer(): void {
    if (this.#container.state.phase === 'failed') {
      this.#program?.lose()
      this.#tools.end()
    }
    this.#tell()
  }

  #setState(state: RuntimeState): void {
    this.#state = state
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener(this.#state)
  }
}

const stopped = (): RunResult => ({ ok: false, error: stoppedError(), exitCode: exitCodes.ended })

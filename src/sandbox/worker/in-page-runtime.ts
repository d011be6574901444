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
import { Assets, type RuntimeManifest } from './assets.ts'
import { Program } from './program.ts'
import { Workshop } from './workshop.ts'

export interface InPageRuntimeOptions {
  /** Where the runtime's files are, ending in a slash. */
  readonly baseUrl: string
  readonly manifest: RuntimeManifest
}

/** What every program finds in `process.env`: the Redis in the page, at the address it would have at home. */
const pageEnv = { REDIS_URL: 'redis://localhost:6379', REDIS_TIMEOUT_MS: '500' }

/** Runs programs in a worker inside a frame of an opaque origin: no server, no network, no storage. */
export class InPageRuntime implements Runtime {
  readonly name = 'in-page'
  readonly redis: RedisControls = {
    setOutage: async (outage) => void (await this.#running().ask({ kind: 'redis-outage', outage })),
    inspect: async () => this.#running().ask({ kind: 'redis-inspect' }),
  }
  readonly #workshop: Workshop
  readonly #listeners = new Set<(state: RuntimeState) => void>()
  #state: RuntimeState = { phase: 'idle' }
  #files: FileMap = {}
  #program: Program | undefined
  #runs = 0

  constructor({ baseUrl, manifest }: InPageRuntimeOptions) {
    this.#workshop = new Workshop(new Assets(baseUrl, manifest))
  }

  get state(): RuntimeState {
    return this.#state
  }

  onState(listener: (state: RuntimeState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  mount(files: FileMap): void {
    this.#files = files
  }

  /** Loads what the mounted files need. Called when the reader seems about to press Run. */
  preload(): void {
    this.#workshop.prepare(this.#files)
  }

  async run(entry: string, { env = {}, onOutput }: RunOptions): Promise<RunResult> {
    this.#program?.end('by-reader')
    this.#runs += 1
    const run = this.#runs
    const isCurrent = () => run === this.#runs
    try {
      this.#setState({ phase: 'preparing', step: 'loading the runtime' })
      const worker = await this.#workshop.take(this.#files)
      if (!isCurrent()) {
        worker.end()
        return stopped()
      }
      const program = new Program(worker, {
        isFrameAlive: () => this.#workshop.isFrameAlive(),
        onOutput: (lines) => lines.forEach(onOutput),
        onStop: (reason, exitCode) => isCurrent() && this.#onStop(reason, exitCode),
      })
      this.#program = program
      this.#setState({ phase: 'running' })
      program.start({ files: this.#files, entry, env: { ...pageEnv, ...env } })
      // Whoever ran it once will run it again, perhaps at once, and WebKit takes long to load what that needs.
      this.#workshop.prepare(this.#files)
      const result = await program.result
      if (isCurrent()) this.#onResult(result)
      return result
    } catch (cause) {
      return isCurrent() ? this.#fail(asSandboxError(cause)) : stopped()
    }
  }

  async dispatch(request: DispatchRequest): Promise<DispatchResponse> {
    return this.#running().ask({ kind: 'dispatch', request })
  }

  async tokens(): Promise<Readonly<Record<string, string>>> {
    return this.#program ? this.#program.ask({ kind: 'tokens' }) : {}
  }

  async stop(): Promise<void> {
    this.#runs += 1
    this.#program?.end('by-reader')
    this.#program = undefined
    this.#setState({ phase: 'stopped', reason: 'by-reader' })
  }

  dispose(): void {
    this.#program?.end('by-reader')
    this.#workshop.close()
    this.#listeners.clear()
  }

  #running(): Program {
    if (this.#program) return this.#program
    throw new SandboxError('no_app', 'Nothing is running. Press Run first')
  }

  #onResult(result: RunResult): void {
    if (this.#state.phase !== 'running') return
    if (!result.ok) this.#setState({ phase: 'failed', error: result.error })
    else this.#setState(result.hasApp ? { phase: 'serving' } : { phase: 'stopped', reason: 'finished' })
  }

  #onStop(reason: StopReason, exitCode: number): void {
    // A frame whose memory is gone is gone as well.
    if (reason === 'out-of-memory') this.#workshop.close()
    this.#program = undefined
    this.#setState({ phase: 'stopped', reason, ...(reason === 'exited' && { exitCode }) })
  }

  #fail(error: SandboxError): RunResult {
    this.#setState({ phase: 'failed', error })
    return { ok: false, error, exitCode: exitCodes.failed }
  }

  #setState(state: RuntimeState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}

const stopped = (): RunResult => ({ ok: false, error: stoppedError(), exitCode: exitCodes.ended })

const asSandboxError = (cause: unknown): SandboxError =>
  cause instanceof SandboxError
    ? cause
    : new SandboxError('load_failed', 'The sandbox could not start. Reload the page', { cause })

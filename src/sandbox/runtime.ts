/**
 * A place where an example's real files run: the in-page worker, or a WebContainer.
 * Same files, same output on both; what one cannot do it says by leaving the capability out.
 */
export interface Runtime {
  readonly name: RuntimeName
  readonly state: RuntimeState
  /** Called on every change of state. Returns the function that stops the calls. */
  onState(listener: (state: RuntimeState) => void): () => void
  /** Replaces all files. Takes effect at the next `run`. */
  mount(files: FileMap): void
  /**
   * Imports the entry file and resolves when it has finished, failed or was stopped; it never rejects.
   * What the entry exports as default (`{ fetch }`) stays alive for `dispatch`.
   */
  run(entry: string, options: RunOptions): Promise<RunResult>
  /** Sends one request to the running app. Rejects with `SandboxError` when no app is running. */
  dispatch(request: DispatchRequest): Promise<DispatchResponse>
  /** The tokens the entry exports as `tokens`, by a name a reader understands ("alice on the laptop"). */
  tokens(): Promise<Readonly<Record<string, string>>>
  /** Present while the Redis of this runtime can be looked into and made ill. */
  readonly redis?: RedisControls | undefined
  /** Ends the running program, however busy it is. The next `run` starts fresh. */
  stop(): Promise<void>
  /** Stops and frees everything. The runtime is of no use afterwards. */
  dispose(): void
}

export type RuntimeName = 'in-page' | 'webcontainer'

/** Files by path relative to the example's folder, such as `src/demo.ts`. */
export type FileMap = Readonly<Record<string, SourceFile>>

export interface SourceFile {
  /** The text as the reader sees it. */
  readonly text: string
  /** The same with its types blanked out, lines and columns kept. Absent for an edited file: the runtime does it then. */
  readonly stripped?: string
}

/** Whether a reader wrote it, so that the build has not stripped its types. */
export const isEdited = (path: string, { stripped }: SourceFile): boolean =>
  path.endsWith('.ts') && stripped === undefined

export type RuntimeState =
  | { readonly phase: 'idle' }
  /** `step` is a short phrase for the reader: "loading jose", "starting the worker". */
  | { readonly phase: 'preparing'; readonly step: string }
  | { readonly phase: 'running' }
  /** The entry finished and its app answers requests. */
  | { readonly phase: 'serving' }
  | { readonly phase: 'stopped'; readonly reason: StopReason; readonly exitCode?: number }
  | { readonly phase: 'failed'; readonly error: SandboxError }

/**
 * `unresponsive`: no heartbeat, so it was ended. `flooded`: printed more than the output cap. `exited`: ended itself
 * with an exit code, or was ended by somebody else.
 */
export type StopReason = 'finished' | 'by-reader' | 'unresponsive' | 'flooded' | 'out-of-memory' | 'exited'

export interface RunOptions {
  /** Read by the program as `process.env`. */
  readonly env?: Readonly<Record<string, string>>
  /** Called for each line the program prints, in order. */
  readonly onOutput: (line: OutputLine) => void
}

export interface OutputLine {
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  /** Where an error points to, 1-based, in the file as the reader sees it. */
  readonly at?: SourcePosition
}

export interface SourcePosition {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** `exitCode` is that of a process: 0 to 255, 1 after an error, 143 when it was ended. Absent while its app is up. */
export type RunResult =
  | { readonly ok: true; readonly hasApp: boolean; readonly durationMs: number; readonly exitCode?: number }
  | { readonly ok: false; readonly error: SandboxError; readonly exitCode: number }

export interface DispatchRequest {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface DispatchResponse {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  readonly durationMs: number
}

/** `refuse`: connections break and new ones are refused. `hang`: bytes vanish. `slow`: each round trip takes `delayMs` more. */
export type RedisOutage =
  | { readonly kind: 'none' }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'slow'; readonly delayMs: number }

export interface RedisControls {
  setOutage(outage: RedisOutage): Promise<void>
  /** All keys with type, value and time to live, read without touching them. */
  inspect(): Promise<RedisSnapshot>
}

export interface RedisSnapshot {
  readonly keys: readonly RedisKey[]
  /** Commands received from the program since it started; those of `inspect` are not counted. */
  readonly commandCount: number
}

export interface RedisKey {
  readonly name: string
  readonly type: 'string' | 'hash' | 'set' | 'zset' | 'list' | 'stream'
  /** The value as a person reads it, cut at 2,000 characters. */
  readonly value: string
  /** Absent where the key does not expire. */
  readonly ttlMs?: number
}

export type SandboxErrorCode =
  | 'entry_not_found'
  | 'unknown_package'
  | 'circular_import'
  | 'syntax_error'
  | 'uncaught_error'
  | 'exited'
  | 'unresponsive'
  | 'output_flood'
  | 'out_of_memory'
  | 'no_app'
  | 'stopped'
  | 'unsupported_browser'
  | 'load_failed'
  | 'container_failed'

/** Says what the reader can do about it; `code` is stable. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError'
  readonly code: SandboxErrorCode
  readonly at?: SourcePosition

  constructor(
    code: SandboxErrorCode,
    message: string,
    options: { at?: SourcePosition; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    if (options.at) this.at = options.at
  }
}

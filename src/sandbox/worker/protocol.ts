import type {
  DispatchRequest,
  DispatchResponse,
  FileMap,
  OutputLine,
  RedisOutage,
  RedisSnapshot,
  SandboxErrorCode,
  SourcePosition,
} from '../runtime.ts'

/** What the program's worker is given. Everything arrives by message, for it can load nothing itself. */
export interface Job {
  readonly files: FileMap
  readonly entry: string
  readonly env: Readonly<Record<string, string>>
}

/** Code the worker may need, each as a `data:` URL of a module, and WebAssembly as bytes. */
export interface Parts {
  readonly bundles: Readonly<Record<string, string>>
  readonly wasm: Readonly<Record<string, ArrayBuffer>>
}

/** The page to the worker. `id` pairs a question with its answer. */
export type ToWorker =
  | { readonly type: 'parts'; readonly parts: Parts }
  | { readonly type: 'run'; readonly job: Job }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }

export type Question =
  | { readonly kind: 'dispatch'; readonly request: DispatchRequest }
  | { readonly kind: 'tokens' }
  | { readonly kind: 'redis-outage'; readonly outage: RedisOutage }
  | { readonly kind: 'redis-inspect' }

export interface Answers {
  dispatch: DispatchResponse
  tokens: Readonly<Record<string, string>>
  'redis-outage': null
  'redis-inspect': RedisSnapshot
}

/** An error on its way through a message, where classes do not survive. */
export interface PlainError {
  readonly code: SandboxErrorCode
  readonly message: string
  readonly at?: SourcePosition
}

/** The worker to the page. */
export type FromWorker =
  /** All parts are there and the program begins. From now on it has to answer pings. */
  | { readonly type: 'ready' }
  | { readonly type: 'pong'; readonly id: number }
  | { readonly type: 'output'; readonly lines: readonly OutputLine[] }
  | { readonly type: 'flooded' }
  /** The program asked for more memory than it may have, and stands still. */
  | { readonly type: 'exhausted' }
  | { readonly type: 'finished'; readonly hasApp: boolean; readonly exitCode?: number }
  /** The program called `process.exit`. */
  | { readonly type: 'exited'; readonly exitCode: number }
  | { readonly type: 'failed'; readonly error: PlainError }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly error: PlainError }

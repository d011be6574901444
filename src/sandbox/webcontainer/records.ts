import type { SandboxErrorCode, SourcePosition } from '../runtime.ts'

/** An error on its way out of the container, where classes do not survive. */
export interface PlainError {
  readonly code: SandboxErrorCode
  readonly message: string
  readonly at?: SourcePosition
}

/** What run.mjs tells the page beside what the program prints. */
export type RunRecord =
  | { readonly type: 'started' }
  /** The event loop turns. Sent twice a beat; when it stays away, the program hangs. */
  | { readonly type: 'pulse' }
  | { readonly type: 'stderr'; readonly text: string; readonly at?: SourcePosition }
  | {
      readonly type: 'finished'
      readonly hasApp: boolean
      readonly tokens: Readonly<Record<string, string>>
    }
  | { readonly type: 'failed'; readonly error: PlainError }

/**
 * In front of a record: the record separator of RFC 7464. A process in a WebContainer has one output for all it
 * writes, so what is meant for the page travels among the lines of the program.
 */
export const separator = '\u001e'

export const toLine = (record: unknown): string => `${separator}${JSON.stringify(record)}\n`

/** Takes output in pieces of any size and hands on whole lines and records, in order. */
export class RecordReader<R> {
  readonly #onLine: (text: string) => void
  readonly #onRecord: (record: R) => void
  #rest = ''
  /** Text of a line in the midst of which a record came. */
  #begun = ''

  constructor(events: { onLine: (text: string) => void; onRecord: (record: R) => void }) {
    this.#onLine = events.onLine
    this.#onRecord = events.onRecord
  }

  push(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#take(line.replace(/\r$/, ''))
  }

  /** What has no line break at its end when the process ends. */
  end(): void {
    const last = this.#begun + this.#rest
    if (last !== '') this.#onLine(last)
    this.#begun = this.#rest = ''
  }

  #take(line: string): void {
    const at = line.indexOf(separator)
    if (at < 0) {
      this.#onLine(this.#begun + line)
      this.#begun = ''
      return
    }
    this.#begun += line.slice(0, at)
    const record = parse(line.slice(at + 1))
    if (record !== undefined) this.#onRecord(record as R)
  }
}

/** A program may print the separator as well. What is no object with a type is nobody's record. */
function parse(text: string): unknown {
  try {
    const value = JSON.parse(text)
    return typeof value?.type === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

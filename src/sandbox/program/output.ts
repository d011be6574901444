import { maxLines } from '../endings.ts'
import type { OutputLine } from '../runtime.ts'
import type { FromWorker } from '../worker/protocol.ts'
import { formatAll } from './format.ts'
import { firstPosition } from './positions.ts'

const unbatchedLines = 500
const batchLines = 200

/** Collects what the program prints and hands it over in batches, so that a flood does not drown the page. */
export class Output {
  readonly #post: (message: FromWorker) => void
  readonly #files: ReadonlySet<string>
  #batch: OutputLine[] = []
  #count = 0

  constructor(post: (message: FromWorker) => void, files: ReadonlySet<string>) {
    this.#post = post
    this.#files = files
  }

  /** Takes the place of the worker's console. */
  install(): void {
    const print =
      (stream: OutputLine['stream']) =>
      (...values: unknown[]) =>
        this.write(stream, formatAll(values))
    Object.assign(console, {
      log: print('stdout'),
      info: print('stdout'),
      debug: print('stdout'),
      warn: print('stderr'),
      error: print('stderr'),
    })
  }

  write(stream: OutputLine['stream'], text: string): void {
    for (const line of text.split('\n')) this.#add(stream, line)
  }

  #add(stream: OutputLine['stream'], text: string): void {
    this.#count += 1
    if (this.#count > maxLines) {
      this.#flood()
      return
    }
    const at = stream === 'stderr' ? firstPosition(text, this.#files) : undefined
    this.#batch.push({ stream, text, ...(at && { at }) })
    // A program that never yields gets no turn to send what waits, so little may wait. Only a flood is batched.
    if (this.#batch.length >= (this.#count <= unbatchedLines ? 1 : batchLines)) this.flush()
    else if (this.#batch.length === 1) setTimeout(() => this.flush())
  }

  flush(): void {
    if (this.#batch.length === 0) return
    this.#post({ type: 'output', lines: this.#batch })
    this.#batch = []
  }

  #flood(): void {
    if (this.#count > maxLines + 1) return
    this.flush()
    this.#post({ type: 'flooded' })
  }
}

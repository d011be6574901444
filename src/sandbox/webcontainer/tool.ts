import type { WebContainerProcess } from '@webcontainer/api'
import { type DispatchRequest, type RedisOutage, SandboxError } from '../runtime.ts'
import { type PlainError, RecordReader } from './records.ts'

/** What the small programs of ours in the container are asked, a line of JSON each. */
export type Question =
  | { readonly kind: 'request'; readonly port: number; readonly request: DispatchRequest }
  | { readonly kind: 'outage'; readonly outage: RedisOutage }
  | { readonly kind: 'inspect' }

/** Its answers, each by the id of its question. The first thing it says is that it is ready. */
export type ToolRecord =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly error: PlainError }

/** A program of ours in the container that answers questions until it is ended. */
export class Tool {
  readonly #process: WebContainerProcess
  readonly #writer: WritableStreamDefaultWriter<string>
  readonly #questions = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #ready = Promise.withResolvers<void>()
  #lastId = 0
  #hasEnded = false

  constructor(process: WebContainerProcess) {
    this.#process = process
    this.#writer = process.input.getWriter()
    const reader = new RecordReader<ToolRecord>({
      onLine: () => {},
      onRecord: (record) => this.#receive(record),
    })
    process.output.pipeTo(new WritableStream({ write: (text) => reader.push(text) })).catch(() => {})
    const end = () => this.#end()
    process.exit.then(end, end)
    this.#ready.promise.catch(() => {})
  }

  /** @throws SandboxError `container_failed` when it ended before it was ready */
  get ready(): Promise<void> {
    return this.#ready.promise
  }

  /** @throws SandboxError as the tool refused, or `no_app` when the tool is gone */
  async ask<T>(question: Question): Promise<T> {
    await this.ready
    if (this.#hasEnded) throw goneError()
    const answer = Promise.withResolvers<unknown>()
    this.#lastId += 1
    this.#questions.set(this.#lastId, answer)
    await this.#writer.write(`${JSON.stringify({ id: this.#lastId, ...question })}\n`)
    return answer.promise as Promise<T>
  }

  /**
   * Whatever was asked is refused at once: a container that is gone would never answer. Resolves when the process is
   * gone, and its port with it.
   */
  async end(): Promise<void> {
    this.#end()
    this.#process.kill()
    await this.#process.exit
  }

  #receive(record: ToolRecord): void {
    if (record.type === 'ready') {
      this.#ready.resolve()
      return
    }
    const question = this.#questions.get(record.id)
    this.#questions.delete(record.id)
    if (record.type === 'answer') question?.resolve(record.answer)
    else question?.reject(new SandboxError(record.error.code, record.error.message))
  }

  #end(): void {
    this.#hasEnded = true
    this.#ready.reject(new SandboxError('container_failed', 'A helper in the container did not start'))
    for (const question of this.#questions.values()) question.reject(goneError())
  }
}

const goneError = () => new SandboxError('no_app', 'Nothing answers any more. Press Run again')

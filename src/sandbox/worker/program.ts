import { exitCodes, exitError, floodText, silentText, stoppedError } from '../endings.ts'
import { type RunResult, SandboxError, type StopReason } from '../runtime.ts'
import type { WorkerLink } from './frame-host.ts'
import { Heartbeat } from './heartbeat.ts'
import type { Answers, FromWorker, Job, PlainError, Question } from './protocol.ts'

type Lines = Extract<FromWorker, { type: 'output' }>['lines']

export interface ProgramEvents {
  readonly isFrameAlive: () => Promise<boolean>
  readonly onOutput: (lines: Lines) => void
  /** The program is gone: ended by us, or by itself with an exit code. */
  readonly onStop: (reason: StopReason, exitCode: number) => void
}

/** One run of the reader's program in its worker, from the start to the end. */
export class Program {
  readonly #worker: WorkerLink
  readonly #events: ProgramEvents
  readonly #startedAtMs = performance.now()
  readonly #result = Promise.withResolvers<RunResult>()
  readonly #questions = new Map<number, PromiseWithResolvers<unknown>>()
  #heartbeat: Heartbeat | undefined
  #startTimer: ReturnType<typeof setTimeout> | undefined
  #lastId = 0
  #ended = false

  constructor(worker: WorkerLink, events: ProgramEvents) {
    this.#worker = worker
    this.#events = events
    worker.onMessage((message) => this.#receive(message))
  }

  /** Resolves when the entry file has been evaluated, or could not be. */
  get result(): Promise<RunResult> {
    return this.#result.promise
  }

  start(job: Job): void {
    this.#worker.post({ type: 'run', job })
    this.#startTimer = setTimeout(() => this.#failToStart(), startTimeoutMs)
  }

  #begin(): void {
    clearTimeout(this.#startTimer)
    this.#heartbeat = new Heartbeat(
      (id) => this.#worker.post({ type: 'ping', id }),
      this.#events.isFrameAlive,
      (frameIsAlive) => this.#endSilent(frameIsAlive),
    )
  }

  #failToStart(): void {
    this.end('unresponsive', new SandboxError('load_failed', startText))
  }

  ask<K extends Question['kind']>(question: Question & { kind: K }): Promise<Answers[K]> {
    if (this.#ended)
      return Promise.reject(new SandboxError('no_app', 'The program has ended. Press Run to start it again'))
    const answer = Promise.withResolvers<unknown>()
    this.#lastId += 1
    this.#questions.set(this.#lastId, answer)
    this.#worker.post({ type: 'ask', id: this.#lastId, question })
    return answer.promise as Promise<Answers[K]>
  }

  /** Ends the program, however busy it is. */
  end(reason: StopReason, error = stoppedError(), exitCode = exitCodes.ended): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#startTimer)
    this.#heartbeat?.stop()
    this.#worker.end()
    for (const question of this.#questions.values()) question.reject(error)
    this.#result.resolve({ ok: false, error, exitCode })
    this.#events.onStop(reason, exitCode)
  }

  /** A hung worker leaves its frame alive; a program that took all memory takes the frame along. */
  #endSilent(frameIsAlive: boolean): void {
    if (frameIsAlive) this.end('unresponsive', new SandboxError('unresponsive', silentText))
    else this.#endExhausted()
  }

  #endExhausted(): void {
    this.end('out-of-memory', new SandboxError('out_of_memory', memoryText))
  }

  #receive(message: FromWorker): void {
    if (this.#ended) return
    if (message.type === 'ready') this.#begin()
    else if (message.type === 'pong') this.#heartbeat?.answered(message.id)
    else if (message.type === 'output') this.#events.onOutput(message.lines)
    else if (message.type === 'flooded') this.end('flooded', new SandboxError('output_flood', floodText))
    else if (message.type === 'exhausted') this.#endExhausted()
    else if (message.type === 'finished') this.#finish(message)
    else if (message.type === 'exited') this.#exit(message.exitCode)
    else if (message.type === 'failed') this.#result.resolve(failed(revive(message.error)))
    else if (message.type === 'answer') this.#take(message.id)?.resolve(message.answer)
    else if (message.type === 'refused') this.#take(message.id)?.reject(revive(message.error))
  }

  #finish(how: { hasApp: boolean; exitCode?: number }): void {
    const { hasApp, exitCode } = how
    const durationMs = performance.now() - this.#startedAtMs
    this.#result.resolve({ ok: true, hasApp, durationMs, ...(exitCode !== undefined && { exitCode }) })
  }

  #exit(exitCode: number): void {
    if (exitCode === 0) this.#finish({ hasApp: false, exitCode })
    this.end(exitCode === 0 ? 'finished' : 'exited', exitError(exitCode), exitCode)
  }

  #take(id: number): PromiseWithResolvers<unknown> | undefined {
    const question = this.#questions.get(id)
    this.#questions.delete(id)
    return question
  }
}

const startTimeoutMs = 20_000
const startText = 'The sandbox did not start. An extension may block workers, or the browser is too old'
const memoryText =
  'The program asked for more memory than it may have (512 MB at once), so it was ended. Look for something that grows without an end'

const failed = (error: SandboxError): RunResult => ({ ok: false, error, exitCode: exitCodes.failed })

const revive = ({ code, message, at }: PlainError) => new SandboxError(code, message, at ? { at } : {})

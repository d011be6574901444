import type { WebContainerProcess } from '@webcontainer/api'
import { exitCodes, exitError, floodText, maxLines, silentText, stoppedError } from '../endings.ts'
import { type OutputLine, type RunResult, SandboxError, type StopReason } from '../runtime.ts'
import { Heartbeat } from '../worker/heartbeat.ts'
import { RecordReader, type RunRecord } from './records.ts'

export interface ContainerProgramEvents {
  readonly onOutput: (line: OutputLine) => void
  /** The process runs, and the reader's program begins. */
  readonly onStart: () => void
  readonly onStop: (reason: StopReason, exitCode: number) => void
  /** Whether the container itself still answers. */
  readonly isContainerAlive: () => Promise<boolean>
}

/** One run of the reader's program as a process in the container, from the start to the end. */
export class ContainerProgram {
  readonly #process: WebContainerProcess
  readonly #events: ContainerProgramEvents
  readonly #startedAtMs = performance.now()
  readonly #result = Promise.withResolvers<RunResult>()
  readonly #ended = Promise.withResolvers<void>()
  #heartbeat: Heartbeat | undefined
  #tokens: Readonly<Record<string, string>> = {}
  #lineCount = 0
  #lastBeat = 0
  #hasFailed = false
  /** Why we ended it; absent while it ends by itself. */
  #reason: StopReason | undefined

  constructor(process: WebContainerProcess, events: ContainerProgramEvents) {
    this.#process = process
    this.#events = events
    const reader = new RecordReader<RunRecord>({
      onLine: (text) => this.#print({ stream: 'stdout', text }),
      onRecord: (record) => this.#receive(record),
    })
    const read = process.output.pipeTo(new WritableStream({ write: (text) => reader.push(text) }))
    const end = ([exitCode]: readonly [number, unknown]) => {
      reader.end()
      this.#end(exitCode)
    }
    Promise.all([process.exit, read]).then(end, () => this.lose())
  }

  /** Resolves when the entry file has been evaluated, or could not be. */
  get result(): Promise<RunResult> {
    return this.#result.promise
  }

  /** Resolves when the process is gone, and its ports with it. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  get tokens(): Readonly<Record<string, string>> {
    return this.#tokens
  }

  end(reason: StopReason, error = stoppedError()): void {
    if (this.#reason) return
    this.#reason = reason
    this.#heartbeat?.stop()
    this.#result.resolve({ ok: false, error, exitCode: exitCodes.ended })
    this.#events.onStop(reason, exitCodes.ended)
    this.#process.kill()
  }

  #begin(): void {
    const onBeat = (beat: number) => {
      this.#lastBeat = beat
    }
    this.#heartbeat = new Heartbeat(onBeat, this.#events.isContainerAlive, (isAlive) =>
      this.#endSilent(isAlive),
    )
    this.#events.onStart()
  }

  #receive(record: RunRecord): void {
    this.#heartbeat?.answered(this.#lastBeat)
    if (record.type === 'started') this.#begin()
    else if (record.type === 'stderr') this.#print(errorLine(record))
    else if (record.type === 'finished') this.#finish(record.hasApp, record.tokens)
    else if (record.type === 'failed') this.#fail(record.error)
  }

  #print(line: OutputLine): void {
    if (this.#reason) return
    this.#lineCount += 1
    if (this.#lineCount <= maxLines) this.#events.onOutput(line)
    else this.end('flooded', new SandboxError('output_flood', floodText))
  }

  #finish(hasApp: boolean, tokens: Readonly<Record<string, string>>): void {
    this.#tokens = Object(tokens)
    // Without an app the process ends by itself, and how it ends is the result.
    if (hasApp) this.#result.resolve({ ok: true, hasApp, durationMs: this.#durationMs() })
  }

  #fail({ code, message, at }: Extract<RunRecord, { type: 'failed' }>['error']): void {
    const error = new SandboxError(code, message, at ? { at } : {})
    this.#hasFailed = true
    this.#result.resolve({ ok: false, error, exitCode: exitCodes.failed })
  }

  #end(exitCode: number): void {
    this.#heartbeat?.stop()
    this.#ended.resolve()
    if (this.#reason || this.#hasFailed) return
    this.#reason = exitCode === 0 ? 'finished' : 'exited'
    if (exitCode === 0)
      this.#result.resolve({ ok: true, hasApp: false, durationMs: this.#durationMs(), exitCode })
    else this.#result.resolve({ ok: false, error: exitError(exitCode), exitCode })
    this.#events.onStop(this.#reason, exitCode)
  }

  #endSilent(containerIsAlive: boolean): void {
    if (containerIsAlive) this.end('unresponsive', new SandboxError('unresponsive', silentText))
    else this.lose()
  }

  /** The container is gone, and this with it. */
  lose(): void {
    this.end('exited', new SandboxError('container_failed', 'The WebContainer stopped answering'))
    this.#ended.resolve()
  }

  #durationMs(): number {
    return performance.now() - this.#startedAtMs
  }
}

/** The reader's program can write such records as well, so they are taken for what they may be. */
const errorLine = ({ text, at }: Extract<RunRecord, { type: 'stderr' }>): OutputLine => ({
  stream: 'stderr',
  text: String(text),
  ...(typeof at?.file === 'string' && { at }),
})

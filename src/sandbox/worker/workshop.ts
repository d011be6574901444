import type { FileMap } from '../runtime.ts'
import type { Assets } from './assets.ts'
import { FrameHost, type WorkerLink } from './frame-host.ts'

interface Spare {
  /** The parts it has been given. */
  readonly parts: string
  readonly worker: Promise<WorkerLink>
}

/** Makes workers, one ahead: the next program finds its parts loaded. */
export class Workshop {
  readonly #assets: Assets
  #frame: Promise<FrameHost> | undefined
  #isFrameOpen = false
  #spare: Spare | undefined

  constructor(assets: Assets) {
    this.#assets = assets
  }

  /** Begins a worker for a program of these files, unless one is waiting already. A failure shows when it is taken. */
  prepare(files: FileMap): void {
    const parts = this.#assets.partNames(files).join()
    if (this.#spare?.parts === parts) return
    this.#dropSpare()
    const worker = this.#make(files)
    worker.catch(() => {})
    this.#spare = { parts, worker }
  }

  /** @throws SandboxError `load_failed` */
  async take(files: FileMap): Promise<WorkerLink> {
    this.prepare(files)
    const spare = this.#spare
    this.#spare = undefined
    return spare?.worker ?? this.#make(files)
  }

  async isFrameAlive(): Promise<boolean> {
    const frame = await this.#frame
    return (await frame?.isAlive()) ?? false
  }

  /** Closes the frame with all that is in it. The next worker gets a new one. */
  close(): void {
    this.#frame?.then((frame) => frame.close()).catch(() => {})
    this.#frame = undefined
    this.#isFrameOpen = false
    this.#spare = undefined
  }

  async #make(files: FileMap): Promise<WorkerLink> {
    const parts = this.#assets.partsFor(files)
    try {
      const [frame, program] = await Promise.all([this.#openFrame(), this.#assets.program(), parts])
      const worker = frame.startWorker(program)
      worker.post({ type: 'parts', parts: await parts })
      return worker
    } catch (cause) {
      // A frame that is not there yet may never be: the next Run starts anew. One that is there may have work in it.
      if (!this.#isFrameOpen) this.close()
      throw cause
    }
  }

  #openFrame(): Promise<FrameHost> {
    this.#frame ??= FrameHost.open(this.#assets.frameUrl).then((frame) => {
      this.#isFrameOpen = true
      return frame
    })
    return this.#frame
  }

  #dropSpare(): void {
    this.#spare?.worker.then((worker) => worker.end()).catch(() => {})
    this.#spare = undefined
  }
}

import type {
  DispatchRequest,
  DispatchResponse,
  FileMap,
  OutputLine,
  RunResult,
  Runtime,
  RuntimeName,
} from './runtime.ts'
import type { Container, ContainerState } from './webcontainer/container.ts'
import type { ContainerProblem } from './webcontainer/problems.ts'
import type { Step } from './webcontainer/steps.ts'
import type { WebContainerRuntime } from './webcontainer/webcontainer-runtime.ts'
import type { Workplace } from './webcontainer/workplace.ts'
import type { InPageRuntime } from './worker/in-page-runtime.ts'

/** What the reader chose. `automatic`: the container once it is up, the page until then. */
export type Preference = 'automatic' | RuntimeName

/** A sandbox's share in the container of the page. */
export interface ContainerShare {
  readonly container: Container
  readonly runtime: WebContainerRuntime
  readonly workplace: Workplace
}

/** What there is to say of the container. */
export interface ContainerView {
  readonly phase: ContainerState['phase']
  /** Why it is not used. */
  readonly problem?: ContainerProblem
  readonly steps: readonly Step[]
}

export interface RuntimesOptions {
  readonly openInPage: () => Promise<InPageRuntime>
  readonly openContainer: () => Promise<ContainerShare>
  /** Why a container cannot work on this page; asked anew at each try. */
  readonly whyNot: (preference: Preference) => ContainerProblem | undefined
  readonly onChange: () => void
}

export interface RunEvents {
  readonly onOutput: (line: OutputLine) => void
  /** The container failed, and the same files run again in the page. */
  readonly onTakeOver: () => void
}

const entry = 'src/demo.ts'

/** Which runtime answers the next Run. Nobody waits for a container: until it is up, the page answers. */
export const runtimeFor = (preference: Preference, phase: ContainerState['phase']): RuntimeName =>
  preference !== 'in-page' && phase === 'ready' ? 'webcontainer' : 'in-page'

/** Both runtimes of a sandbox behind one Run. */
export class Runtimes {
  readonly #options: RuntimesOptions
  #preference: Preference = 'automatic'
  #problem: ContainerProblem | undefined
  #inPage: Promise<InPageRuntime> | undefined
  #opening: Promise<void> | undefined
  #share: ContainerShare | undefined
  #active: Runtime | undefined

  constructor(options: RuntimesOptions) {
    this.#options = options
    this.#problem = options.whyNot(this.#preference)
  }

  /** The runtime of the last Run; undefined before the first. */
  get active(): Runtime | undefined {
    return this.#active
  }

  get share(): ContainerShare | undefined {
    return this.#share
  }

  get container(): ContainerView {
    if (this.#share) {
      const { container, runtime } = this.#share
      return { ...container.state, steps: [...container.steps, ...runtime.steps] }
    }
    const problem = this.#problem
    return problem ? { phase: 'failed', problem, steps: [] } : { phase: 'idle', steps: [] }
  }

  /** Chosen by the reader, the container boots at once. */
  prefer(preference: Preference): void {
    this.#preference = preference
    this.#problem = this.#options.whyNot(preference)
    if (preference === 'webcontainer') this.startContainer()
    this.#options.onChange()
  }

  /** A hover, a focus or a touch: Run is likely to follow. */
  async prepare(files: FileMap): Promise<void> {
    if (this.#preference === 'webcontainer') this.startContainer()
    const inPage = await this.#openInPage()
    inPage.mount(files)
    inPage.preload()
  }

  async run(files: FileMap, events: RunEvents): Promise<RunResult> {
    if (runtimeFor(this.#preference, this.container.phase) === 'in-page' || !this.#share) {
      const result = await this.#runIn(await this.#openInPage(), files, events)
      // Only now, so that the first output has the machine for itself.
      if (this.#preference !== 'in-page') this.startContainer()
      return result
    }
    const result = await this.#runIn(this.#share.runtime, files, events)
    if (result.ok || result.error.code !== 'container_failed') return result
    events.onTakeOver()
    return this.#runIn(await this.#openInPage(), files, events)
  }

  async stop(): Promise<void> {
    await this.#active?.stop()
  }

  async dispatch(request: DispatchRequest): Promise<DispatchResponse> {
    if (!this.#active) throw new Error('Nothing is running. Press Run first')
    return this.#active.dispatch(request)
  }

  /** Boots the page's container, unless it is up or failed. Never rejects. */
  startContainer(): void {
    if (!this.#opening) this.#problem = this.#options.whyNot(this.#preference)
    this.#options.onChange()
    if (!this.#problem) this.#opening ??= this.#openShare()
  }

  /** Tries again what failed. */
  retryContainer(): void {
    if (this.#share) this.#share.container.retry()
    else this.startContainer()
  }

  /** From the next run in the container on: a Redis server beside the program, or else the mock in it. */
  useRedisServer(isWanted: boolean): void {
    if (this.#share) this.#share.runtime.usesRedisServer = isWanted
    this.#options.onChange()
  }

  dispose(): void {
    this.#inPage?.then((runtime) => runtime.dispose()).catch(() => {})
    this.#share?.runtime.dispose()
  }

  async #runIn(runtime: Runtime, files: FileMap, { onOutput }: RunEvents): Promise<RunResult> {
    if (this.#active !== runtime) await this.#active?.stop()
    this.#active = runtime
    runtime.mount(files)
    return runtime.run(entry, { onOutput })
  }

  #openInPage(): Promise<InPageRuntime> {
    this.#inPage ??= this.#options.openInPage().then((runtime) => {
      runtime.onState(this.#options.onChange)
      return runtime
    })
    // What could not be loaded is asked for again at the next Run.
    this.#inPage.catch(() => {
      this.#inPage = undefined
    })
    return this.#inPage
  }

  async #openShare(): Promise<void> {
    try {
      this.#share = await this.#options.openContainer()
      this.#share.runtime.onState(this.#options.onChange)
      this.#share.container.start()
    } catch {
      this.#opening = undefined
      this.#problem = 'mount_failed'
    }
    this.#options.onChange()
  }
}

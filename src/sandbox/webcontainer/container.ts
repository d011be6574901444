import type { FileSystemTree, SpawnOptions, WebContainer, WebContainerProcess } from '@webcontainer/api'
import { HostWatch } from './host.ts'
import { ContainerError, type ContainerProblem } from './problems.ts'
import { type Step, Steps } from './steps.ts'
import { within } from './within.ts'

export interface ContainerOptions {
  /** Where the snapshot of packages and examples is: a file tree as JSON. */
  readonly snapshotUrl: string
  /** How long a boot may take before the reader is told. 1 ms or more; default 20,000. */
  readonly bootLimitMs: number
  /** Empty on local addresses, which need none. */
  readonly apiKey: string
}

export type ContainerState =
  | { readonly phase: 'idle' }
  | { readonly phase: 'starting' }
  | { readonly phase: 'ready' }
  | { readonly phase: 'failed'; readonly problem: ContainerProblem }

const mountLimitMs = 60_000
const answerLimitMs = 10_000
const workdirName = 'jwt-strategies'

/** The one WebContainer of a page, with all examples in it. Never rejects: what goes wrong is in its state. */
export class Container {
  readonly #options: ContainerOptions
  readonly #listeners = new Set<() => void>()
  readonly #steps = new Steps(['reach', 'boot', 'mount'], () => this.#tell())
  readonly #ports = new Map<number, string>()
  #state: ContainerState = { phase: 'idle' }
  #watch: HostWatch | undefined
  #booting: Promise<WebContainer> | undefined
  #mounted: WebContainer | undefined
  #attempts = 0
  #hasBooted = false

  constructor(options: ContainerOptions) {
    this.#options = options
  }

  get state(): ContainerState {
    return this.#state
  }

  get steps(): readonly Step[] {
    return this.#steps.list
  }

  /** Addresses of the servers in it, by port. */
  get ports(): ReadonlyMap<number, string> {
    return this.#ports
  }

  /** Called on every change of state, step or port. Returns the function that stops the calls. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Boots it, unless that is under way, done, or has failed: then only `retry` does. */
  start(): void {
    if (this.#state.phase === 'idle') void this.#bring()
  }

  /** Tries again after a failure, going on from what is there. */
  retry(): void {
    if (this.#state.phase !== 'failed') return
    if (this.#state.problem === 'container_lost') this.#tearDown()
    else this.#watch?.reload()
    void this.#bring()
  }

  /** @throws ContainerError `start_failed` */
  async spawn(command: string, args: readonly string[], options: SpawnOptions): Promise<WebContainerProcess> {
    const container = await this.#ready()
    return within(answerLimitMs, 'start_failed', container.spawn(command, [...args], options))
  }

  /** Writes files below an example's folder. @throws ContainerError `mount_failed` */
  async write(folder: string, texts: Readonly<Record<string, string>>): Promise<void> {
    const { fs } = await this.#ready()
    const writing = Object.entries(texts).map(([path, text]) => fs.writeFile(`${folder}/${path}`, text))
    await within(mountLimitMs, 'mount_failed', Promise.all(writing))
  }

  /** An absolute path in it. */
  async path(relative: string): Promise<string> {
    return `${(await this.#ready()).workdir}/${relative}`
  }

  /** Asks for a sign of life. When none comes the state says so. */
  async isAlive(): Promise<boolean> {
    const container = this.#mounted
    if (!container) return false
    return within(answerLimitMs, 'container_lost', container.fs.readdir('.')).then(
      () => true,
      () => this.lose(),
    )
  }

  /** From now on it is not used, until a retry. */
  lose(problem: ContainerProblem = 'container_lost'): false {
    this.#attempts += 1
    this.#set({ phase: 'failed', problem })
    return false
  }

  async #ready(): Promise<WebContainer> {
    if (this.#state.phase === 'ready' && this.#mounted) return this.#mounted
    throw new ContainerError('container_lost')
  }

  async #bring(): Promise<void> {
    this.#attempts += 1
    const attempt = this.#attempts
    const { bootLimitMs } = this.#options
    this.#set({ phase: 'starting' })
    let isBooted = false
    try {
      const booting = this.#boot()
      const slow = () => (this.#watch?.hasSpoken ? 'boot_slow' : 'host_silent')
      const boot = within(bootLimitMs, slow, booting)
      boot.catch(() => {})
      await this.#steps.run('reach', () => Promise.race([this.#watch?.reached(), boot]).then(() => {}))
      const container = await this.#steps.run('boot', () => boot)
      isBooted = true
      await this.#steps.run('mount', () => within(mountLimitMs, 'mount_failed', this.#mount(container)))
      if (attempt === this.#attempts) this.#set({ phase: 'ready' })
    } catch (error) {
      if (attempt !== this.#attempts) return
      this.#set({ phase: 'failed', problem: error instanceof ContainerError ? error.problem : 'boot_failed' })
      if (!isBooted) this.#goOnLate(attempt)
    }
  }

  /** A boot that completes late is kept for the next Run. */
  #goOnLate(attempt: number): void {
    const goOn = () => void (attempt === this.#attempts && this.#bring())
    this.#booting?.then(goOn, () => {})
  }

  #boot(): Promise<WebContainer> {
    this.#watch ??= new HostWatch()
    this.#booting ??= this.#bootClient().catch((cause) => {
      this.#booting = undefined
      throw new ContainerError('boot_failed', cause)
    })
    return this.#booting
  }

  async #bootClient(): Promise<WebContainer> {
    const { WebContainer, configureAPIKey } = await import('@webcontainer/api')
    if (this.#options.apiKey && !this.#hasBooted) configureAPIKey(this.#options.apiKey)
    this.#hasBooted = true
    const container = await WebContainer.boot({ coep: 'require-corp', workdirName })
    container.on('error', () => this.lose())
    container.on('port', (port, type, url) => {
      if (type === 'open') this.#ports.set(port, url)
      else this.#ports.delete(port)
      this.#tell()
    })
    return container
  }

  async #mount(container: WebContainer): Promise<void> {
    if (this.#mounted === container) return
    const response = await fetch(this.#options.snapshotUrl)
    if (!response.ok) throw new Error(`The snapshot did not load: ${response.status}`)
    await container.mount((await response.json()) as FileSystemTree)
    this.#mounted = container
  }

  #tearDown(): void {
    // What it leaves behind matters no more: the next boot waits until it is gone.
    this.#booting?.then((container) => container.teardown()).catch(() => {})
    this.#booting = undefined
    this.#mounted = undefined
    this.#ports.clear()
    this.#steps.reset()
  }

  #set(state: ContainerState): void {
    this.#state = state
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

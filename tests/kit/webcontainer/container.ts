import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inside, parseTree, writeTree } from './files.ts'
import { Ports } from './ports.ts'
import { Processes, type SpawnRequest } from './processes.ts'

/** Hands an event to a listener of the page, which it knows by a number. */
export type Emit = (listener: number, ...values: unknown[]) => void

/** One container: a folder, its processes, its ports. The methods are what the client asks for. */
export class DoubleContainer {
  readonly id: string
  readonly processes: Processes
  readonly ports: Ports
  readonly #base: string
  readonly #root: string
  readonly #emit: Emit
  readonly #listeners: [event: string, listener: number][] = []

  private constructor(id: string, base: string, root: string, nodeFolder: string, emit: Emit) {
    this.id = id
    this.#base = base
    this.#root = root
    this.#emit = emit
    this.ports = new Ports(join(base, 'ports'), (port, type) => this.#onPort(port, type))
    this.processes = new Processes(root, base, this.ports.folder, nodeFolder)
  }

  static async create(
    id: string,
    workdirName: string,
    nodeFolder: string,
    emit: Emit,
  ): Promise<DoubleContainer> {
    const base = await mkdtemp(join(tmpdir(), 'container-'))
    const root = join(base, 'home', workdirName)
    await mkdir(root, { recursive: true })
    return new DoubleContainer(id, base, root, nodeFolder, emit)
  }

  runtimeInfo() {
    return { path: '/usr/bin', cwd: this.#root }
  }

  async loadFiles(bytes: Uint8Array, options: { mountPoints?: string } | null): Promise<void> {
    await writeTree(inside(this.#root, options?.mountPoints ?? '.'), parseTree(bytes))
  }

  spawn(request: SpawnRequest, listener: number): Promise<number> {
    return this.processes.spawn(request, (...event) => {
      this.#emit(listener, ...event)
      if (event[0] === 'exit') this.ports.removeDead()
    })
  }

  write = (pid: number, text: string) => this.processes.write(pid, text)
  resize = (pid: number, size: { cols: number; rows: number }) => this.processes.resize(pid, size)
  kill = (pid: number) => this.processes.kill(pid)

  async readFile(path: string, encoding: BufferEncoding | null): Promise<string | Uint8Array> {
    const bytes = await readFile(inside(this.#root, path))
    return encoding ? bytes.toString(encoding) : new Uint8Array(bytes)
  }

  async writeFile(path: string, data: string | Uint8Array): Promise<void> {
    await mkdir(dirname(inside(this.#root, path)), { recursive: true })
    await writeFile(inside(this.#root, path), data)
  }

  readdir = (path: string) => readdir(inside(this.#root, path))
  rm = (path: string, options: object | null) => rm(inside(this.#root, path), options ?? {})
  async mkdir(path: string, options: object | null): Promise<void> {
    await mkdir(inside(this.#root, path), options ?? {})
  }

  on(event: string, listener: number): void {
    this.#listeners.push([event, listener])
  }

  /** Tells everybody who listens for that. */
  emit(event: string, ...values: unknown[]): void {
    for (const [name, listener] of this.#listeners) if (name === event) this.#emit(listener, ...values)
  }

  async teardown(): Promise<void> {
    this.#listeners.length = 0
    await this.processes.killAll('SIGKILL')
    this.ports.close()
    await rm(this.#base, { recursive: true, force: true, maxRetries: 5 })
  }

  #onPort(port: number, type: 'open' | 'close'): void {
    const url = `https://${this.id}--${port}.local-corp.webcontainer-api.io`
    this.emit('port', port, type, url)
    if (type === 'open') this.emit('server-ready', port, url)
  }
}

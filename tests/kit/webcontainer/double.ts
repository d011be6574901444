import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext, Frame, Route } from '@playwright/test'
import { DoubleContainer } from './container.ts'
import { EventQueue } from './event-queue.ts'
import { folderOfNode, type NodeMajor } from './nodes.ts'
import { showPreview } from './previews.ts'
import { decode, encode } from './wire.ts'

/** What goes wrong. May be changed at any time. */
export interface Faults {
  /** The host cannot be reached, or answers with this status. */
  host?: 'blocked' | number
  /** These wait until the promise is settled. */
  gates: Partial<Record<GatedStep, Promise<unknown>>>
  /** These are refused with that message. */
  errors: Partial<Record<GatedStep, string>>
  /** From now on nothing is answered and no event comes, as if the frame had died. */
  isMute: boolean
}

export type GatedStep = 'init' | 'build' | 'loadFiles' | 'spawn'

/** One thing that the client asked for. */
export interface Call {
  readonly method: string
  readonly values: readonly unknown[]
}

const host = 'https://stackblitz.com'
const clientFolder = join(import.meta.dirname, '../../../node_modules/@webcontainer/api/dist')
const isolation = {
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'cross-origin',
}

/**
 * A stand-in for the hosted runtime behind the unmodified client: the real frame's address is answered here, and what
 * the client asks for is done by real Node in a folder of its own. It is more able than a WebContainer: it shows no gaps
 * in its crypto, no keys, no blocked storage.
 */
export class WebContainerDouble {
  readonly faults: Faults = { gates: {}, errors: {}, isMute: false }
  readonly calls: Call[] = []
  readonly #nodeFolder: string
  readonly #containers = new Map<string, DoubleContainer>()
  readonly #queues = new Map<Frame, EventQueue>()
  #created = 0

  private constructor(nodeFolder: string) {
    this.#nodeFolder = nodeFolder
  }

  static async install(context: BrowserContext, node: NodeMajor = 24): Promise<WebContainerDouble> {
    const double = new WebContainerDouble(await folderOfNode(node))
    await context.route(`${host}/**`, (route) => double.#answerHost(route))
    await context.route(/^https:\/\/[^/]+\.webcontainer-api\.io\//, (route) =>
      showPreview(route, (id, port) => double.#containers.get(id)?.ports.real(port), isolation),
    )
    await context.exposeBinding('containerDouble', ({ frame }, json: string) => double.#answer(frame, json))
    return double
  }

  /** How often the client has asked for that. */
  count(method: string): number {
    return this.calls.filter((call) => call.method === method).length
  }

  /** Ends all processes for real. Resolves when they are gone. */
  async killAll(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await Promise.all([...this.#containers.values()].map(({ processes }) => processes.killAll(signal)))
  }

  /** The container reports an error of its own, and its processes are gone. */
  async crash(message: string): Promise<void> {
    for (const container of this.#containers.values()) container.emit('error', { message })
    await this.killAll()
  }

  /** Leaves no process and no folder behind. */
  async close(): Promise<void> {
    for (const queue of this.#queues.values()) queue.close()
    await Promise.all([...this.#containers.values()].map((container) => container.teardown()))
    this.#containers.clear()
  }

  async #answerHost(route: Route): Promise<void> {
    const { pathname } = new URL(route.request().url())
    if (this.faults.host === 'blocked') return route.abort('blockedbyclient')
    if (this.faults.host) return route.fulfill({ status: this.faults.host, body: 'no' })
    const isPage = pathname === '/headless'
    const file = isPage ? join(import.meta.dirname, 'host-page.html') : join(clientFolder, 'vendor/index.js')
    const contentType = isPage ? 'text/html' : 'text/javascript'
    await route.fulfill({ body: await readFile(file), contentType, headers: isolation })
  }

  async #answer(frame: Frame, json: string): Promise<string> {
    const { method, values } = decode(json) as Call
    if (method === 'nextEvents') return encode({ value: await this.#queueOf(frame).next() })
    this.calls.push({ method, values })
    if (this.faults.isMute) return new Promise(() => {})
    await this.faults.gates[method as GatedStep]
    const error = this.faults.errors[method as GatedStep]
    if (error) return encode({ error: { message: error } })
    try {
      return encode({ value: await this.#perform(frame, method, values) })
    } catch (cause) {
      const { message, name, code } = cause as NodeJS.ErrnoException
      return encode({ error: { message, name, code } })
    }
  }

  async #perform(frame: Frame, method: string, values: readonly unknown[]): Promise<unknown> {
    if (method === 'init') return null
    if (method === 'build') return this.#build(frame, values[0] as { workdirName?: string })
    const [id, ...others] = values
    const container = this.#containers.get(String(id))
    if (!container) throw new Error('This container was torn down')
    if (method === 'teardown') this.#containers.delete(container.id)
    return (container as unknown as Record<string, (...values: unknown[]) => unknown>)[method]?.(...others)
  }

  async #build(frame: Frame, { workdirName = 'project' }: { workdirName?: string }): Promise<string> {
    this.#created += 1
    const id = `double${process.pid}x${this.#created}`
    const queue = this.#queueOf(frame)
    const container = await DoubleContainer.create(
      id,
      workdirName,
      this.#nodeFolder,
      (listener, ...event) => {
        if (!this.faults.isMute) queue.push({ id: listener, values: event })
      },
    )
    this.#containers.set(id, container)
    return id
  }

  #queueOf(frame: Frame): EventQueue {
    const queue = this.#queues.get(frame) ?? new EventQueue()
    this.#queues.set(frame, queue)
    return queue
  }
}

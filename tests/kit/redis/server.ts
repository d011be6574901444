import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { onFreePort } from '../ports.ts'
import { until } from '../until.ts'
import { configuration, type ServerOptions } from './configuration.ts'
import { type Folder, makeFolder } from './folders.ts'
import { infoOf } from './info.ts'
import { hasEnded, killProcess, type RedisProcess, startProcess } from './processes.ts'

/** Starts a redis-server of its own on a free port of 127.0.0.1. */
export async function startServer(options: ServerOptions = {}): Promise<RedisServer> {
  const folder = await makeFolder()
  const start = async (port: number) => {
    const server = new RedisServer(folder, port, options)
    await server.restart(options)
    return server
  }
  try {
    return await onFreePort(start)
  } catch (error) {
    await folder.remove()
    throw error
  }
}

export class RedisServer {
  readonly host = '127.0.0.1'
  readonly port: number
  #folder: Folder
  #options: ServerOptions
  #admin: Redis
  #process: RedisProcess | undefined
  #frozen = false

  constructor(folder: Folder, port: number, options: ServerOptions) {
    this.#folder = folder
    this.port = port
    this.#options = options
    this.#admin = connect(port, options)
  }

  /** With the password, if there is one; rediss: with TLS. */
  get url(): string {
    const { password, tls } = this.#options
    const user = password === undefined ? '' : `:${encodeURIComponent(password)}@`
    return `${tls ? 'rediss' : 'redis'}://${user}${this.host}:${this.port}`
  }

  /** A client of the test's own. Its commands wait while the server is away. `restart(overrides)` makes a new one. */
  get admin(): Redis {
    return this.#admin
  }

  /** Whether the process is there and not frozen. */
  get running(): boolean {
    return this.#process !== undefined && !hasEnded(this.#process) && !this.#frozen
  }

  /** SIGKILL; resolves when the process has ended. */
  async kill(): Promise<void> {
    if (this.#process) await killProcess(this.#process)
    this.#frozen = false
  }

  /**
   * On the same port and data, after a kill if there was none. Without overrides, redis.conf is as the
   * server left it: whom a Sentinel made master or replica is still that.
   */
  async restart(overrides?: ServerOptions): Promise<void> {
    await this.kill()
    if (overrides) await this.#configure({ ...this.#options, ...overrides })
    await mkdir(this.#dataFolder, { recursive: true })
    this.#process = await startProcess([this.#configurationFile], 'Ready to accept connections')
  }

  /** Like `restart()`, with nothing of what was written before. */
  async restartEmpty(): Promise<void> {
    await this.kill()
    await rm(this.#dataFolder, { recursive: true })
    await this.restart()
  }

  /** SIGSTOP: connections stay open and nobody answers. */
  freeze(): void {
    this.#process?.kill('SIGSTOP')
    this.#frozen = true
  }

  thaw(): void {
    this.#process?.kill('SIGCONT')
    this.#frozen = false
  }

  /** Makes what is written so far outlive a kill. Only with persistence. */
  async save(): Promise<void> {
    const { persistence = 'none' } = this.#options
    if (persistence === 'none') throw new Error("A server with the persistence 'none' cannot save")
    if (persistence === 'rdb') await this.#admin.save()
    // A write waits in the process while the disk still has to do the fsync before it.
    else await until(async () => (await infoOf(this.#admin, 'persistence')).get('aof_buffer_length') === '0')
  }

  async stop(): Promise<void> {
    this.#admin.disconnect()
    await this.kill()
    await this.#folder.remove()
  }

  async #configure(options: ServerOptions): Promise<void> {
    await writeFile(this.#configurationFile, configuration(this.port, this.#dataFolder, options))
    this.#options = options
    this.#admin.disconnect()
    this.#admin = connect(this.port, options)
  }

  get #configurationFile(): string {
    return join(this.#folder.path, 'redis.conf')
  }

  get #dataFolder(): string {
    return join(this.#folder.path, 'data')
  }
}

function connect(port: number, { password, tls }: ServerOptions): Redis {
  const client = new Redis({
    host: '127.0.0.1',
    port,
    ...(password !== undefined && { password }),
    ...(tls && { tls: { ca: tls.ca.pem } }),
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: () => 20,
  })
  client.on('error', () => {})
  return client
}

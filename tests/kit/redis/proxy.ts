import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { onFreePort } from '../ports.ts'
import { type Line, openLine, type Rules } from './proxy-line.ts'

/** Stands between clients and a Redis, and lets a test decide what becomes of the replies. */
export function startProxy(targetUrl: string): Promise<RedisProxy> {
  return onFreePort(async (port) => {
    const proxy = new RedisProxy(targetUrl, port)
    await proxy.listen()
    return proxy
  })
}

export class RedisProxy {
  /** The target's, with the proxy's port. */
  readonly url: string
  readonly port: number
  #rules: Rules = { delayMs: 0 }
  #lines = new Set<Line>()
  #server: Server

  constructor(targetUrl: string, port: number) {
    const target = new URL(targetUrl)
    this.url = Object.assign(new URL(targetUrl), { hostname: '127.0.0.1', port }).href
    this.port = port
    this.#server = createServer((client) => {
      const line = openLine(client, { host: target.hostname, port: Number(target.port) }, this.#rules)
      this.#lines.add(line)
      client.once('close', () => this.#lines.delete(line))
    })
  }

  async listen(): Promise<void> {
    this.#server.listen(this.port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  /** How long each reply is kept back. */
  get delayMs(): number {
    return this.#rules.delayMs
  }

  set delayMs(delayMs: number) {
    this.#rules.delayMs = delayMs
  }

  /** From now on commands reach the server, and its replies are kept until `release()`. */
  hold(): void {
    this.#rules.held ??= Promise.withResolvers()
  }

  release(): void {
    this.#rules.held?.resolve()
    this.#rules.held = undefined
  }

  /**
   * The connection which sends the next command is reset once the server has answered, and its client never
   * sees that answer. The promise resolves when this has happened.
   * @param containing only a command with this text; capitals make no difference. Not through TLS
   */
  resetNext(containing = ''): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#rules.reset = { containing: containing.toLowerCase(), done: resolve }
    return promise
  }

  /** Calls off a reset that nothing has set off yet. */
  callOffReset(): void {
    this.#rules.reset = undefined
  }

  async close(): Promise<void> {
    this.release()
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const line of this.#lines) line.cut()
    await closed
  }
}

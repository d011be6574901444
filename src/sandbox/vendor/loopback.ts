import { Duplex } from 'node:stream'
import { EventEmitter } from 'events'
import { type CommandExecutor, createVirtualConnection, type RedisServerState } from 'js-redis-server/core'
import type { RedisOutage } from '../runtime.ts'

/** A Redis that listens on a port of the page's own loopback network. */
export interface Listener {
  readonly state: RedisServerState
  readonly executor: CommandExecutor
}

const listeners = new Map<number, Listener>()
const sockets = new Set<LoopbackSocket>()
let outage: RedisOutage = { kind: 'none' }
/** What is under way while the network hangs. Like TCP it loses nothing: all of it arrives when the hang is over. */
const held: (() => void)[] = []

export function listen(port: number, listener: Listener): void {
  listeners.set(port, listener)
}

/** From now on the network behaves so. Connections that are up feel it as well. */
export function setOutage(next: RedisOutage): void {
  outage = next
  if (next.kind !== 'hang') for (const arrive of held.splice(0)) travel(arrive)
  if (next.kind === 'refuse')
    for (const socket of sockets) socket.destroy(networkError('ECONNRESET', 'read', socket))
}

interface Address {
  readonly port: number
  readonly host: string
}

function networkError(code: string, syscall: string, { port, host }: Address): Error {
  const what = syscall === 'connect' ? `connect ${code} ${host}:${port}` : `${syscall} ${code}`
  return Object.assign(new Error(what), { code, syscall, address: host, port })
}

/** The client's end of a connection, as much of `net.Socket` as a Redis client asks for. */
export class LoopbackSocket extends Duplex implements Address {
  connecting = true
  readonly host: string
  readonly port: number
  readonly remoteAddress: string
  readonly remotePort: number
  #wire: ReturnType<typeof createVirtualConnection> | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor({ port = 6379, host = 'localhost' }: Partial<Address>) {
    super()
    this.port = this.remotePort = Number(port)
    this.host = this.remoteAddress = host
    // In a later turn, as with a real socket: by then whoever asked is listening.
    setTimeout(() => travel(() => this.#connect()))
  }

  #connect(): void {
    if (this.destroyed) return
    const listener = listeners.get(this.port)
    if (!listener || outage.kind === 'refuse') {
      this.destroy(networkError('ECONNREFUSED', 'connect', this))
      return
    }
    this.#wire = createVirtualConnection({ ...listener, remotePort: this.port })
    this.#wire.clientSocket.on('data', (chunk) => travel(() => this.destroyed || this.push(chunk)))
    this.#wire.clientSocket.on('end', () => travel(() => this.destroyed || this.push(null)))
    sockets.add(this)
    this.connecting = false
    this.emit('connect')
    this.emit('ready')
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, encoding: string, done: (error?: Error | null) => void): void {
    if (this.connecting) {
      // As with a real socket, what is written early is sent once there is a connection.
      this.once('connect', () => this._write(chunk, encoding, done))
      return
    }
    travel(() => this.#wire?.clientSocket.write(chunk))
    done()
  }

  /** As a TCP peer would: told that we are done, it closes its side too. */
  override _final(done: (error?: Error | null) => void): void {
    this.#wire?.clientSocket.end()
    this.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer)
    sockets.delete(this)
    this.#wire?.close()
    done(error)
  }

  destroySoon(): void {
    this.destroy()
  }

  setTimeout(timeoutMs: number, onTimeout?: () => void): this {
    clearTimeout(this.#timer)
    if (onTimeout) this.once('timeout', onTimeout)
    if (timeoutMs > 0) this.#timer = setTimeout(() => this.emit('timeout'), timeoutMs)
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }
}

/** One way through the network: at once, half a round trip later, or when the hang is over. */
function travel(arrive: () => void): void {
  if (outage.kind === 'hang') held.push(arrive)
  else if (outage.kind === 'slow') setTimeout(arrive, outage.delayMs / 2)
  else queueMicrotask(arrive)
}

export const createConnection = (options: Partial<Address>): LoopbackSocket => new LoopbackSocket(options)
export { EventEmitter }

import { EventEmitter, once } from 'node:events'
import { Redis } from 'ioredis'
import { until } from '../until.ts'
import { masterName, type SentinelProcess } from './sentinel-processes.ts'

/**
 * In milliseconds; by default 2, 10 and 1 s. PING-PERIOD is also how long a Sentinel waits before it connects
 * again, and a failover cuts its connections: were that as long as what it takes for an outage, one failover
 * would set off the next. Much shorter, and it would take each replica's last INFO as too old to promote it.
 */
const periods = ['PUBLISH-PERIOD', '200', 'INFO-PERIOD', '500', 'PING-PERIOD', '250']

/** Knows at any time whom each of the Sentinels has announced as the master. */
export class SentinelWatch {
  #clients: readonly Redis[]
  #subscribers: readonly Redis[]
  #masterPorts: number[]
  #announcements = new EventEmitter<{ '+switch-master': [] }>()

  constructor(sentinels: readonly SentinelProcess[], masterPort: number) {
    this.#clients = sentinels.map(({ host, port }) => quiet(new Redis({ host, port })))
    this.#subscribers = sentinels.map(({ host, port }) => quiet(new Redis({ host, port })))
    this.#masterPorts = sentinels.map(() => masterPort)
  }

  /** Resolves when they know each other and the replicas, so that they could fail over. */
  async untilReady(replicaCount: number): Promise<void> {
    await Promise.all(this.#subscribers.map((subscriber, index) => this.#listen(subscriber, index)))
    await Promise.all(this.#clients.map((client) => client.call('SENTINEL', 'DEBUG', ...periods)))
    await Promise.all(this.#clients.map((client) => until(() => this.#isReady(client, replicaCount))))
  }

  /** The port that all of them name as the master's, or undefined while they differ. */
  get masterPort(): number | undefined {
    const [first, ...others] = this.#masterPorts
    return others.every((port) => port === first) ? first : undefined
  }

  /** Resolves at once when the master that they agree on is a good one, else after the announcement of one. */
  async untilMaster(isGood: (port: number) => boolean): Promise<number> {
    for (;;) {
      if (this.masterPort !== undefined && isGood(this.masterPort)) return this.masterPort
      await once(this.#announcements, '+switch-master')
    }
  }

  async setDownAfter(ms: number): Promise<void> {
    const setting = ['SENTINEL', 'SET', masterName, 'down-after-milliseconds', String(ms)] as const
    await Promise.all(this.#clients.map((client) => client.call(...setting)))
  }

  close(): void {
    for (const client of [...this.#clients, ...this.#subscribers]) client.disconnect()
  }

  async #listen(subscriber: Redis, index: number): Promise<void> {
    subscriber.on('message', (_channel, message: string) => {
      this.#masterPorts[index] = Number(message.split(' ')[4])
      this.#announcements.emit('+switch-master')
    })
    await subscriber.subscribe('+switch-master')
  }

  async #isReady(client: Redis, replicaCount: number): Promise<boolean> {
    const quorum = await client.call('SENTINEL', 'CKQUORUM', masterName).catch(() => 'not yet')
    const replicas = await client.call('SENTINEL', 'REPLICAS', masterName)
    const others = await client.call('SENTINEL', 'SENTINELS', masterName)
    const otherCount = this.#clients.length - 1
    return String(quorum).startsWith('OK') && allUp(replicas, replicaCount) && allUp(others, otherCount)
  }
}

/** @param reply one list of alternating names and values for each server */
function allUp(reply: unknown, count: number): boolean {
  const isUp = (fields: unknown) => Array.isArray(fields) && !/down|disconnected/.test(flagsOf(fields))
  return Array.isArray(reply) && reply.length === count && reply.every(isUp)
}

function flagsOf(fields: readonly unknown[]): string {
  return String(fields[fields.indexOf('flags') + 1])
}

function quiet(client: Redis): Redis {
  return client.on('error', () => {})
}

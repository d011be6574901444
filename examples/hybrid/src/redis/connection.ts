import { Cluster } from 'ioredis'
import type { StoreConnection } from '../service-parts.ts'
import type { Metrics } from '../watch/metrics.ts'
import { createBudget } from './budget.ts'
import { type ClientSettings, createClient, type RedisClient } from './client.ts'

export interface RedisConnection extends StoreConnection {
  readonly client: RedisClient
  /** Sends a command, within the budget of a request. @throws AuthError `store_unavailable` */
  ask<T>(command: (redis: RedisClient) => Promise<T>): Promise<T>
  /** Whether the line is up as far as we know. A hung Redis still looks up; its commands time out. */
  isUp(): boolean
  /** Calls back for each new line, once it takes commands. */
  onReady(callback: () => void): void
  /** A line of its own, because a client that subscribes can do nothing else. */
  subscribe(channel: string, onMessage: (message: string) => void): Promise<void>
  close(): Promise<void>
}

/** Connects, or goes on trying in the background: a service starts also while Redis is down. */
export async function connectRedis(settings: ClientSettings, metrics: Metrics): Promise<RedisConnection> {
  const client = await createClient(settings)
  const subscriber = client.duplicate()
  const lines = [client, subscriber]
  let isWanted = true
  for (const line of lines) {
    line.on('error', ignore)
    // ioredis gives up a line when a failover is announced while it looks for the master.
    line.on('end', () => void (isWanted && line.connect().catch(ignore)))
    if (line instanceof Cluster) followSlots(line)
  }
  const budget = createBudget({
    timeoutMs: settings.REDIS_TIMEOUT_MS,
    // Of a cluster one node may be down, and the users of the others must not notice. So no circuit opens there.
    failuresToOpen: client instanceof Cluster ? Number.POSITIVE_INFINITY : 3,
    metrics,
    onOpen: () => renew(client),
  })
  client.on('ready', () => budget.reset())
  const connection: RedisConnection = {
    client,
    ask: (command) => budget.run(() => command(client)),
    isUp: () => client.status === 'ready',
    onReady: (callback) => void client.on('ready', callback),
    async subscribe(channel, onMessage) {
      subscriber.on('message', (_, message) => onMessage(message))
      subscriber.on('ready', () => subscriber.subscribe(channel).catch(ignore))
      await subscriber.subscribe(channel).catch(ignore)
    },
    async disconnect() {
      isWanted = false
      await Promise.all(lines.map(end))
    },
    async connect() {
      isWanted = true
      await Promise.all(lines.map(begin))
    },
    async close() {
      isWanted = false
      await Promise.all(lines.map(finish))
    },
  }
  await connection.connect().catch(ignore)
  return connection
}

const lookForSlotsEveryMs = 5_000

/** A line that sends nothing, like a subscriber's, is told by no node that slots have moved. */
function followSlots(cluster: Cluster): void {
  let timer: ReturnType<typeof setInterval> | undefined
  cluster.on('ready', () => {
    clearInterval(timer)
    timer = setInterval(() => cluster.refreshSlotsCache(), lookForSlotsEveryMs)
  })
  cluster.on('end', () => clearInterval(timer))
}

/** A line to a host that vanished looks well for a quarter of an hour. Another one is made, not waited for. */
function renew(line: RedisClient): void {
  if (line.status === 'ready') line.disconnect(true)
}

/**
 * Resolves when the line is up, and rejects when the first try has failed: ioredis goes on trying. It does not say so of
 * a cluster that answers and is not well, nor while no Sentinel answers, and a service would wait for it and never start.
 */
function begin(line: RedisClient): Promise<void> {
  return new Promise((resolve, reject) => {
    for (const event of ['error', 'close']) line.once(event, reject)
    line.connect().then(resolve, reject)
  })
}

/** Resolves when the line is down. Until then ioredis would still take commands. */
function end(line: RedisClient): Promise<void> | void {
  if (line.status === 'end') return
  const ended = new Promise<void>((resolve) => line.once('end', resolve))
  line.disconnect()
  return ended
}

/** Commands under way are finished. A line that is down has none; and those to the sentinels end no other way. */
async function finish(line: RedisClient): Promise<void> {
  await line.quit().catch(ignore)
  line.disconnect()
}

/** Each command reports its own failure, so the line's event has nothing to add. */
const ignore = () => {}

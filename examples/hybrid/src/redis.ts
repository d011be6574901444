import { Redis, type RedisOptions } from 'ioredis'
import { AuthError } from './errors.ts'
import type { StoreConnection } from './services.ts'

export interface RedisConnection extends StoreConnection {
  readonly client: Redis
  /** Whether the line is up as far as we know. A hung Redis still looks up; its commands time out. */
  isUp(): boolean
  /** A line of its own, because a client that subscribes can do nothing else. */
  subscribe(channel: string, onMessage: (message: string) => void): Promise<void>
  close(): Promise<void>
}

export interface RedisSettings {
  /** `redis://` or `rediss://`. Unset: a Redis inside the process, for trying things out. */
  readonly REDIS_URL?: string | undefined
  readonly REDIS_TIMEOUT_MS: number
}

/** Connects, or goes on trying in the background: a service starts also while Redis is down. */
export async function connectRedis(settings: RedisSettings): Promise<RedisConnection> {
  const client = await createClient(settings)
  const subscriber = client.duplicate()
  for (const line of [client, subscriber]) line.on('error', ignore)
  const connection: RedisConnection = {
    client,
    isUp: () => client.status === 'ready',
    async subscribe(channel, onMessage) {
      // ioredis-mock delivers also after disconnect(); the real client does not.
      subscriber.on('message', (_, message) => void (subscriber.status === 'ready' && onMessage(message)))
      subscriber.on('ready', () => subscriber.subscribe(channel).catch(ignore))
      await subscriber.subscribe(channel).catch(ignore)
    },
    async disconnect() {
      await Promise.all([client, subscriber].map(end))
    },
    async connect() {
      await Promise.all([client.connect(), subscriber.connect()])
    },
    async close() {
      // Commands under way are finished; a line that is down has none.
      await Promise.all([client, subscriber].map((line) => line.quit().catch(() => line.disconnect())))
    },
  }
  await connection.connect().catch(ignore)
  return connection
}

/** Resolves when the line is down. Until then ioredis would still take commands. */
function end(line: Redis): Promise<void> | void {
  if (line.status === 'end') return
  const ended = new Promise<void>((resolve) => line.once('end', resolve))
  line.disconnect()
  return ended
}

/** Each command reports its own failure, so the line's event has nothing to add. */
const ignore = () => {}

async function createClient({ REDIS_URL, REDIS_TIMEOUT_MS }: RedisSettings): Promise<Redis> {
  // #region fail-fast
  // With the defaults of ioredis a request waits ten seconds for a dead Redis. Here it waits its budget, once.
  const options: RedisOptions = {
    commandTimeout: REDIS_TIMEOUT_MS,
    connectTimeout: 1_000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(50 * 2 ** attempt, 1_000),
    lazyConnect: true,
  }
  // #endregion fail-fast
  if (REDIS_URL) return new Redis(REDIS_URL, options)
  const { createEmbeddedRedis } = await import('./embedded-redis.ts')
  return createEmbeddedRedis(options)
}

/**
 * Awaits an answer of Redis, and calls every failure by one name.
 *
 * @throws AuthError `store_unavailable`
 */
export async function answer<T>(command: Promise<T>): Promise<T> {
  try {
    return await command
  } catch (cause) {
    throw new AuthError('store_unavailable', { cause })
  }
}

import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { parseRedisUrl, type RedisEndpoint } from './endpoint.ts'

/** One Redis, the master behind sentinels, or a cluster: the commands are the same. */
export type RedisClient = Redis | Cluster

export interface ClientSettings {
  /** See `parseRedisUrl`. Unset: a Redis inside the process, for trying things out. */
  readonly REDIS_URL?: string | undefined
  readonly REDIS_TIMEOUT_MS: number
}

export async function createClient({ REDIS_URL, REDIS_TIMEOUT_MS }: ClientSettings): Promise<RedisClient> {
  const options = failFast(REDIS_TIMEOUT_MS)
  const endpoint = parseRedisUrl(REDIS_URL ?? '')
  if (endpoint) return connectTo(endpoint, options)
  const { createEmbeddedRedis } = await import('./embedded-redis.ts')
  return createEmbeddedRedis(options)
}

// #region fail-fast
/** With the defaults of ioredis a request waits ten seconds for a dead Redis. Here it waits its budget, once. */
const failFast = (timeoutMs: number): RedisOptions => ({
  commandTimeout: timeoutMs,
  connectTimeout: 1_000,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  retryStrategy: pauseMs,
  // A master that became a replica refuses to write. Connecting again leads to its successor.
  reconnectOnError: (error) => error.message.startsWith('READONLY'),
  lazyConnect: true,
  // Whoever subscribes does it anew for each line, and catches what goes wrong. ioredis catches nothing when it does
  // so by itself, and an error that nobody catches ends the process.
  autoResubscribe: false,
})
// #endregion fail-fast

const pauseMs = (attempt: number): number => Math.min(50 * 2 ** Math.min(attempt, 5), 1_000)

function connectTo(endpoint: RedisEndpoint, options: RedisOptions): RedisClient {
  // #region connect
  const { kind, hosts, tls, username, password, db, masterName } = endpoint
  const access = { ...(username && { username }), ...(password && { password }), ...(tls && { tls: {} }) }
  const [first] = hosts
  if (kind === 'cluster') return connectToCluster(hosts, { ...options, ...access })
  if (kind === 'single') return new Redis({ ...options, ...access, ...first, db })
  // #endregion connect
  return new Redis({
    ...options,
    ...access,
    sentinels: [...hosts],
    name: masterName ?? '',
    sentinelRetryStrategy: pauseMs,
    sentinelCommandTimeout: 1_000,
    ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    // Follows the sentinels' announcements, also while the old master hangs and its line looks well.
    failoverDetector: true,
  })
}

/** All keys of a user are on one node, so a node that is down concerns its own users only. */
const connectToCluster = (nodes: RedisEndpoint['hosts'], redisOptions: RedisOptions): Cluster =>
  new Cluster([...nodes], {
    redisOptions,
    enableOfflineQueue: false,
    lazyConnect: true,
    clusterRetryStrategy: pauseMs,
    // A slot that moved is followed once or twice, and once more over a line that is just being made: there ASKING is
    // spent on the greeting. What takes longer is not waited for.
    maxRedirections: 5,
    retryDelayOnFailover: 20,
    retryDelayOnClusterDown: 20,
    retryDelayOnTryAgain: 10,
    slotsRefreshTimeout: 1_000,
    // `connectRedis` looks by itself: this timer begins anew if a look is under way when the client is closed, and the
    // process then never ends.
    slotsRefreshInterval: 0,
  })

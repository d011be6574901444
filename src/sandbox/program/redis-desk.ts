import type { RedisOutage, RedisSnapshot } from '../runtime.ts'

/** What the bundle of ioredis offers the sandbox besides ioredis: a hand on the Redis in the page. */
export interface RedisDesk {
  setOutage(outage: RedisOutage): void
  inspect(): RedisSnapshot
}

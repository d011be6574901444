import type { Redis } from 'ioredis'

/** All that a Redis holds: each key with its values as text. */
export async function contentsOf(redis: Redis): Promise<Map<string, string>> {
  const keys = (await redis.keys('*')).sort()
  const values = await Promise.all(keys.map((key) => valuesOf(redis, key)))
  return new Map(keys.map((key, place) => [key, JSON.stringify(values[place])]))
}

/** @throws for a type that nobody has used so far: what reads everything must not overlook something */
async function valuesOf(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key)
  switch (type) {
    case 'string':
      return redis.get(key)
    case 'hash':
      return redis.hgetall(key)
    case 'zset':
      return redis.zrange(key, 0, -1, 'WITHSCORES')
    case 'none':
      return 'has expired meanwhile'
    default:
      throw new Error(`${key} is a ${type}`)
  }
}

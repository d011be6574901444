import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { type Limiter, localLimiter, type MakeLimiter } from '../http/rate-limits.ts'
import type { RedisConnection } from './connection.ts'

/** Counts in Redis, for all instances together. While Redis does not answer each instance counts for itself. */
export const sharedLimiter =
  ({ client, ask }: RedisConnection): MakeLimiter =>
  (name, limit) => {
    const limiter = new RateLimiterRedis({
      storeClient: client,
      keyPrefix: `limit:${name}`,
      points: limit.attempts,
      duration: limit.withinSeconds,
    })
    return withinBudget(limiter, ask, localLimiter(name, limit))
  }

/** Counting is a command like any other: it has a budget, and with an open circuit it is not tried. */
function withinBudget(shared: RateLimiterRedis, ask: RedisConnection['ask'], local: Limiter): Limiter {
  async function either<T>(count: (limiter: Limiter) => Promise<T>): Promise<T> {
    // A limit that is reached is an answer, and not a failure of Redis.
    const answer = await ask(() => count(shared).then(accepted, refused)).catch(() => undefined)
    if (answer === undefined) return count(local)
    if ('refusal' in answer) throw answer.refusal
    return answer.result
  }
  return {
    consume: (key) => either((limiter) => limiter.consume(key)),
    reward: (key) => either((limiter) => limiter.reward(key)),
  }
}

const accepted = <T>(result: T) => ({ result })
const refused = (reason: unknown) => {
  if (reason instanceof RateLimiterRes) return { refusal: reason }
  throw reason
}

import { connectRedis } from './redis/connection.ts'
import { sharedLimiter } from './redis/shared-limiter.ts'
import type { StrategyParts, VerifierParts, Wired } from './service-parts.ts'
import { openSessionStore } from './sessions/open-session-store.ts'
import type { SessionStore } from './sessions/session-store.ts'
import { createRedisStrategy, createRedisVerifier } from './strategy.ts'
import type { TokenStrategy, TokenVerifier } from './token-strategy.ts'

export const strategyName = 'redis'

export const wireStrategy = (parts: StrategyParts): Promise<Wired<TokenStrategy>> =>
  withStore(parts, (store) => createRedisStrategy(store, parts))

export const wireVerifier = (parts: VerifierParts): Promise<Wired<TokenVerifier>> =>
  withStore(parts, (store) => createRedisVerifier(store, parts))

async function withStore<T extends TokenVerifier>(
  { settings, clock, watch }: VerifierParts,
  create: (store: SessionStore) => T,
): Promise<Wired<T>> {
  const redis = await connectRedis(settings, watch.metrics)
  const store = await openSessionStore(redis, settings, clock)
  return {
    verifier: create(store),
    store: redis,
    makeLimiter: sharedLimiter(redis),
    // Without its store this strategy answers nothing but 503.
    checks: { store: () => redis.isUp() },
    close: () => redis.close(),
  }
}

import { checkDpop, offerDpop } from './dpop.ts'
import { connectRedis, type RedisConnection } from './redis/connection.ts'
import { sharedLimiter } from './redis/shared-limiter.ts'
import { RevocationFeed } from './revocations/revocation-feed.ts'
import { RevocationKeeper } from './revocations/revocation-keeper.ts'
import type { StrategyParts, VerifierParts, Wired } from './service-parts.ts'
import { openSessionStore } from './sessions/open-session-store.ts'
import { createHybridStrategy, createHybridVerifier, type HybridParts } from './strategy.ts'
import type { TokenStrategy, TokenVerifier } from './token-strategy.ts'

export const strategyName = 'hybrid'

export async function wireStrategy(parts: StrategyParts): Promise<Wired<TokenStrategy>> {
  const { settings, clock, watch } = parts
  const redis = await connectRedis(settings, watch.metrics)
  const store = await openSessionStore(redis, settings, clock)
  const keeper = new RevocationKeeper({ redis, store, clock, settings, tell: watch.tell })
  const hybrid = { store, feed: keeper.feed }
  return wire(redis, hybrid, parts, offerDpop(createHybridStrategy(hybrid, keeper, parts), parts))
}

export async function wireVerifier(parts: VerifierParts): Promise<Wired<TokenVerifier>> {
  const { settings, clock, watch } = parts
  const redis = await connectRedis(settings, watch.metrics)
  const store = await openSessionStore(redis, settings, clock)
  const feed = new RevocationFeed({ redis, clock, settings })
  const hybrid = { store, feed }
  return wire(redis, hybrid, parts, checkDpop(createHybridVerifier(hybrid, parts), parts))
}

async function wire<T extends TokenVerifier>(
  redis: RedisConnection,
  { feed }: HybridParts,
  { watch }: VerifierParts,
  verifier: T,
): Promise<Wired<T>> {
  await feed.start()
  watch.metrics.watch('revocation_set_entries', 'Revocations this instance holds', () => feed.set.size)
  watch.metrics.watch('revocation_set_age_seconds', 'How old its knowledge is', () => feed.ageMs / 1000)
  return {
    verifier,
    store: redis,
    makeLimiter: sharedLimiter(redis),
    // Stale is no reason to take it out: its policy says what to answer then. Knowing nothing is.
    checks: { revocations: () => feed.state !== 'lost' },
    async close() {
      feed.stop()
      await redis.close()
    },
  }
}

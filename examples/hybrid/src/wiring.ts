import { connectRedis } from './redis.ts'
import { RevocationFeed } from './revocation-feed.ts'
import type { StrategyParts, VerifierParts, Wired } from './services.ts'
import { SessionStore } from './session-store.ts'
import { createHybridStrategy, createHybridVerifier, type HybridParts } from './strategy.ts'
import type { TokenStrategy, TokenVerifier } from './token-strategy.ts'

export const wireStrategy = (parts: StrategyParts): Promise<Wired<TokenStrategy>> =>
  withFeed(parts, (hybrid) => createHybridStrategy(hybrid, parts))

export const wireVerifier = (parts: VerifierParts): Promise<Wired<TokenVerifier>> =>
  withFeed(parts, (hybrid) => createHybridVerifier(hybrid, parts))

async function withFeed<T extends TokenVerifier>(
  { settings, clock }: VerifierParts,
  create: (hybrid: HybridParts) => T,
): Promise<Wired<T>> {
  const redis = await connectRedis(settings)
  const store = new SessionStore(redis.client, clock, settings)
  const feed = new RevocationFeed(redis, clock, settings)
  await feed.start()
  return {
    verifier: create({ redis, store, feed }),
    store: redis,
    async close() {
      feed.stop()
      await redis.close()
    },
  }
}

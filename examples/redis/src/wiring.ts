import { connectRedis } from './redis.ts'
import type { StrategyParts, VerifierParts, Wired } from './services.ts'
import { SessionStore } from './session-store.ts'
import { createRedisStrategy, createRedisVerifier } from './strategy.ts'
import type { TokenStrategy, TokenVerifier } from './token-strategy.ts'

export const wireStrategy = (parts: StrategyParts): Promise<Wired<TokenStrategy>> =>
  withStore(parts, (store) => createRedisStrategy(store, parts))

export const wireVerifier = (parts: VerifierParts): Promise<Wired<TokenVerifier>> =>
  withStore(parts, (store) => createRedisVerifier(store, parts))

async function withStore<T extends TokenVerifier>(
  { settings, clock }: VerifierParts,
  create: (store: SessionStore) => T,
): Promise<Wired<T>> {
  const redis = await connectRedis(settings)
  const verifier = create(new SessionStore(redis.client, clock, settings))
  return { verifier, store: redis, close: () => redis.close() }
}

import { Adoption } from './migration/adoption.ts'
import { directionOf, involves, isOnTrial } from './migration/direction.ts'
import { EndedSessions } from './migration/ended-sessions.ts'
import { MigrationFollower } from './migration/follower.ts'
import type { MigrationParts } from './migration/parts.ts'
import { createShadow } from './migration/shadow.ts'
import { connectRedis, type RedisConnection } from './redis/connection.ts'
import { sharedLimiter } from './redis/shared-limiter.ts'
import { RevocationFeed } from './revocations/revocation-feed.ts'
import { RevocationKeeper } from './revocations/revocation-keeper.ts'
import type { StrategyParts, VerifierParts, Wired } from './service-parts.ts'
import { openSessionKeys } from './sessions/session-keys.ts'
import { createSeal } from './sessions/session-seal.ts'
import { SessionStore } from './sessions/session-store.ts'
import { createMigratingStrategy, createMigratingVerifier } from './strategy.ts'
import type { TokenStrategy, TokenVerifier } from './token-strategy.ts'

export const strategyName = 'migration'

export async function wireStrategy(parts: StrategyParts): Promise<Wired<TokenStrategy>> {
  const { settings, clock, users, watch } = parts
  const line = await openLine(parts)
  const { redis, seal, store } = line
  const keeper = line.hasHybrid
    ? new RevocationKeeper({ redis, store, clock, settings, tell: watch.tell })
    : undefined
  const adoption = new Adoption({ redis, seal, clock, users, settings })
  const migration = { ...migrationParts('issuer', line, keeper?.feed, parts), adoption, keeper }
  return wire(redis, migration, parts, createMigratingStrategy(migration, parts))
}

export async function wireVerifier(parts: VerifierParts): Promise<Wired<TokenVerifier>> {
  const { settings, clock } = parts
  const line = await openLine(parts)
  const { redis } = line
  const feed = line.hasHybrid ? new RevocationFeed({ redis, clock, settings }) : undefined
  const migration = migrationParts('api', line, feed, parts)
  return wire(redis, migration, parts, createMigratingVerifier(migration, parts))
}

async function openLine({ settings, clock, watch }: VerifierParts) {
  const direction = directionOf(settings)
  const redis = await connectRedis(settings, watch.metrics)
  const seal = createSeal(await openSessionKeys(settings.SESSION_KEYS_FILE, clock))
  const store = new SessionStore({ redis, seal, clock, settings })
  return { direction, redis, seal, store, hasHybrid: involves(direction, 'hybrid') }
}

function migrationParts(
  service: string,
  { direction, redis, store }: Awaited<ReturnType<typeof openLine>>,
  feed: RevocationFeed | undefined,
  { settings, clock }: VerifierParts,
): MigrationParts {
  const follower = new MigrationFollower({ redis, clock, direction, service, settings })
  const ended = new EndedSessions({ redis, clock, settings })
  const sources = { store, ended, feed, asksRedis: involves(direction, 'redis') }
  const hybrid = feed && { store, feed }
  return { direction, follower, sources, hybrid, shadow: createShadow(direction, sources, follower) }
}

async function wire<T extends TokenVerifier>(
  redis: RedisConnection,
  { direction, follower, sources: { feed } }: MigrationParts,
  { watch }: VerifierParts,
  verifier: T,
): Promise<Wired<T>> {
  await follower.start().catch(async (error) => {
    await redis.close()
    throw error
  })
  await feed?.start()
  follower.tellMetrics(watch.metrics)
  const isOnTrialNow = () => follower.isKnown && isOnTrial(direction, follower.phase)
  return {
    verifier,
    store: redis,
    makeLimiter: sharedLimiter(redis),
    checks: {
      // Who does not know the phase must not guess.
      phase: () => follower.isKnown,
      // What is on trial takes no instance out of service.
      ...(feed && { revocations: () => isOnTrialNow() || feed.state !== 'lost' }),
    },
    async close() {
      feed?.stop()
      await follower.stop()
      await redis.close()
    },
  }
}

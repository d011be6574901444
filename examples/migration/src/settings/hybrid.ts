import type { Contradiction } from './contradictions.ts'
import { redisContradictions, redisSettings } from './redis.ts'
import { type CommonSettings, wholeNumber } from './schema.ts'

/** The settings of the hybrid strategy. */
export const hybridSettings = {
  ...redisSettings,
  /** How long a revoked token may still be honoured while all is well. Older knowledge counts as stale. */
  REVOCATION_BOUND_MS: wholeNumber(2_000, 100, 60_000),
  /** How often an instance asks for what it may have missed. News that arrives by itself comes at once. */
  SYNC_INTERVAL_MS: wholeNumber(500, 20, 30_000),
} as const

interface Bounds extends CommonSettings {
  readonly REVOCATION_BOUND_MS: number
  readonly SYNC_INTERVAL_MS: number
}

export const hybridContradictions: readonly Contradiction<Bounds>[] = [
  ...redisContradictions,
  [
    'SYNC_INTERVAL_MS',
    'must be at most half of REVOCATION_BOUND_MS, so that one lost answer does not make the set stale',
    (s) => s.SYNC_INTERVAL_MS * 2 > s.REVOCATION_BOUND_MS,
  ],
]

import * as v from 'valibot'
import { redisContradictions, redisSettings } from './settings-redis.ts'
import { type Contradiction, readSettings as read, wholeNumber } from './settings-schema.ts'

const schema = v.object({
  ...redisSettings,
  /** How long a revoked token may still be honoured while all is well. Older knowledge counts as stale. */
  REVOCATION_BOUND_MS: wholeNumber(2_000, 100, 60_000),
  /** How often an instance asks for what it may have missed. News that arrives by itself comes at once. */
  SYNC_INTERVAL_MS: wholeNumber(500, 20, 30_000),
})

type Bounds = { readonly REVOCATION_BOUND_MS: number; readonly SYNC_INTERVAL_MS: number }

const syncTooSeldom: Contradiction<Bounds> = [
  'SYNC_INTERVAL_MS',
  'must be at most half of REVOCATION_BOUND_MS, so that one lost answer does not make the set stale',
  (s) => s.SYNC_INTERVAL_MS * 2 > s.REVOCATION_BOUND_MS,
]

export type Settings = ReturnType<typeof readSettings>

/** @throws SettingsError naming the first setting that is wrong */
export const readSettings = (env: Readonly<Record<string, string | undefined>>) =>
  read(schema, [...redisContradictions, syncTooSeldom], env)

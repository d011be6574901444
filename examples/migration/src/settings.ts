import * as v from 'valibot'
import { kinds } from './migration/direction.ts'
import type { Contradiction } from './settings/contradictions.ts'
import { hybridContradictions, hybridSettings } from './settings/hybrid.ts'
import { readSettings as read } from './settings/read.ts'
import { type CommonSettings, wholeNumber } from './settings/schema.ts'

const kind = v.optional(v.picklist(kinds, `must be one of ${kinds.join(', ')}`))

const schema = v.object({
  ...hybridSettings,
  /** The strategy that was in use before. Its starter's settings go on to hold. */
  MIGRATE_FROM: kind,
  /** The strategy that is in use afterwards. */
  MIGRATE_TO: kind,
  /** How often an instance looks for the phase and tells what it counted. */
  MIGRATION_BEAT_MS: wholeNumber(1_000, 10, 60_000),
})

interface Direction extends CommonSettings {
  readonly MIGRATE_FROM?: string | undefined
  readonly MIGRATE_TO?: string | undefined
}

const isProduction = ({ NODE_ENV, SERVICE }: CommonSettings) =>
  NODE_ENV === 'production' && SERVICE !== 'ledger'

const contradictions: readonly Contradiction<Direction>[] = [
  [
    'MIGRATE_FROM',
    'and MIGRATE_TO must be set in production',
    (s) => isProduction(s) && (s.MIGRATE_FROM === undefined || s.MIGRATE_TO === undefined),
  ],
  [
    'MIGRATE_TO',
    'must be set together with MIGRATE_FROM, and differ from it',
    (s) =>
      (s.MIGRATE_FROM === undefined) !== (s.MIGRATE_TO === undefined) ||
      (s.MIGRATE_FROM !== undefined && s.MIGRATE_FROM === s.MIGRATE_TO),
  ],
]

export { redisSecrets as secretSettings } from './settings/redis.ts'

export type Settings = ReturnType<typeof readSettings>

/** @throws SettingsError naming the first setting that is wrong */
export const readSettings = (env: Readonly<Record<string, string | undefined>>) =>
  read(schema, [...hybridContradictions, ...contradictions], env)

import * as v from 'valibot'
import { readSettings as read } from './settings/read.ts'
import { redisContradictions, redisSettings } from './settings/redis.ts'

export { redisSecrets as secretSettings } from './settings/redis.ts'

export type Settings = ReturnType<typeof readSettings>

/** @throws SettingsError naming the first setting that is wrong */
export const readSettings = (env: Readonly<Record<string, string | undefined>>) =>
  read(v.object(redisSettings), redisContradictions, env)

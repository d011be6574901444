import * as v from 'valibot'
import { redisContradictions, redisSettings } from './settings-redis.ts'
import { readSettings as read } from './settings-schema.ts'

export type Settings = ReturnType<typeof readSettings>

/** @throws SettingsError naming the first setting that is wrong */
export const readSettings = (env: Readonly<Record<string, string | undefined>>) =>
  read(v.object(redisSettings), redisContradictions, env)

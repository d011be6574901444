import * as v from 'valibot'
import { readSettings as read } from './settings/read.ts'
import { commonSettings } from './settings/schema.ts'

export { commonSecrets as secretSettings } from './settings/schema.ts'

export type Settings = ReturnType<typeof readSettings>

/** @throws SettingsError naming the first setting that is wrong */
export const readSettings = (env: Readonly<Record<string, string | undefined>>) =>
  read(v.object(commonSettings), [], env)

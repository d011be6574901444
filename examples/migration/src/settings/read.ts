import * as v from 'valibot'
import { type Contradiction, commonContradictions } from './contradictions.ts'
import type { CommonSettings } from './schema.ts'

/** A wrong setting. The message names the setting and what it should be, never what it was. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly code = 'setting_invalid'
  readonly setting: string

  constructor(setting: string, expectation: string) {
    super(`${setting} ${expectation}`)
    this.setting = setting
  }
}

/**
 * Reads settings from an environment. An empty value counts as unset.
 *
 * @throws SettingsError for the first setting that is wrong or contradicts another
 */
export function readSettings<const TSettings extends CommonSettings>(
  schema: v.GenericSchema<unknown, TSettings>,
  contradictions: readonly Contradiction<TSettings>[],
  env: Readonly<Record<string, string | undefined>>,
): TSettings {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = v.safeParse(schema, present)
  if (!result.success) {
    const [issue] = result.issues
    throw new SettingsError(v.getDotPath(issue) ?? 'settings', issue.message)
  }
  const settings = result.output
  for (const [setting, expectation, isWrong] of [...commonContradictions, ...contradictions]) {
    if (isWrong(settings)) throw new SettingsError(setting, expectation)
  }
  return settings
}

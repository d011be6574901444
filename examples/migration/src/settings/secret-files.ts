import { readFileSync } from 'node:fs'
import { SettingsError } from './read.ts'

type Env = Readonly<Record<string, string | undefined>>

// #region secret-files
/**
 * Lets a secret come as a file: `EXCHANGE_SECRET_FILE=/run/secrets/exchange-secret` stands for EXCHANGE_SECRET with
 * what is in that file. Containers get their secrets so, and an environment is easily seen: by every process that is
 * started with it, and in crash reports.
 *
 * @param names the settings that may come so
 * @throws SettingsError naming the setting; what a file holds is in no message
 */
export function withSecretFiles(env: Env, names: readonly string[]): Env {
  const fromFiles = names
    .filter((name) => env[`${name}_FILE`])
    .map((name) => [name, readSecret(env, name)] as const)
  return { ...env, ...Object.fromEntries(fromFiles) }
}
// #endregion secret-files

function readSecret(env: Env, name: string): string {
  const setting = `${name}_FILE`
  if (env[name]) throw new SettingsError(setting, `must be unset when ${name} is set`)
  const secret = contentOf(env[setting] ?? '')
  if (secret === '') throw new SettingsError(setting, 'must name a file that can be read and is not empty')
  return secret
}

/** Without the line end that an editor or a shell adds. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

import { AuthError } from './errors.ts'
import { runMigrationCommand } from './migration/command.ts'
import { connectRedis } from './redis/connection.ts'
import { SettingsError } from './settings/read.ts'
import { withSecretFiles } from './settings/secret-files.ts'
import { readSettings, secretSettings } from './settings.ts'
import { createMetrics } from './watch/metrics.ts'

// npm run migration [status | next | back | forget NAME | end]
const [command = 'status', name = ''] = process.argv.slice(2)
try {
  const env = withSecretFiles(process.env, secretSettings)
  const settings = readSettings({ ...env, NODE_ENV: 'development', SERVICE: 'all' })
  if (settings.REDIS_URL === undefined)
    throw new SettingsError('REDIS_URL', 'must be set: the phase is in the Redis of the instances')
  const redis = await connectRedis({ ...settings, REDIS_TIMEOUT_MS: 5_000 }, createMetrics('migration'))
  const { lines, code } = await runMigrationCommand(command, name, {
    redis,
    settings,
    nowMs: Date.now(),
  }).finally(() => redis.close())
  for (const line of lines) console.log(line)
  if (code !== 'ok') process.exitCode = 1
} catch (error) {
  if (!(error instanceof SettingsError || error instanceof AuthError)) throw error
  console.error(`${error.message}.`)
  process.exitCode = 1
}

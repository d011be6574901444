import { runKeyCommand, signingKeyFiles } from './keys/command.ts'
import { sessionKeyFile } from './sessions/session-key-file.ts'
import { SettingsError } from './settings/read.ts'
import { withSecretFiles } from './settings/secret-files.ts'
import { readSettings, secretSettings } from './settings.ts'

// npm run keys [list | rotate | replace]
try {
  const env = withSecretFiles(process.env, secretSettings)
  const settings = readSettings({ ...env, NODE_ENV: 'development', SERVICE: 'all' })
  const files = [...signingKeyFiles(settings), sessionKeyFile(settings)]
  await runKeyCommand(process.argv[2] ?? 'list', settings, files)
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  console.error(`${error.message}.`)
  process.exitCode = 1
}

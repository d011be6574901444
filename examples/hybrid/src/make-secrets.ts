import { signingKeyFiles } from './keys/command.ts'
import { writeRedisAccess } from './secrets/redis-access.ts'
import { keepKeys, keepSecret, keyFiles, openSecretFolder } from './secrets/secret-folder.ts'
import { sessionKeyFile } from './sessions/session-key-file.ts'
import { SettingsError } from './settings/read.ts'
import { readSettings } from './settings.ts'

// npm run secrets: makes what compose.yaml mounts, in ./secrets. Keys and passwords that are there stay as they are.
try {
  await openSecretFolder()
  // As the issuer's container will read them.
  const settings = readSettings({
    ...keyFiles,
    SERVICE: 'issuer',
    SIGNING_ALG: process.env.SIGNING_ALG,
    EXCHANGE_SECRET: await keepSecret('exchange-secret'),
    REDIS_URL: 'redis://redis:6379',
  })
  await keepKeys([...signingKeyFiles(settings), sessionKeyFile(settings)], settings)
  await writeRedisAccess()
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  console.error(`${error.message}.`)
  process.exitCode = 1
}

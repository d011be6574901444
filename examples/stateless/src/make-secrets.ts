import { signingKeyFiles } from './keys/command.ts'
import { keepKeys, keepSecret, keyFiles, openSecretFolder } from './secrets/secret-folder.ts'
import { SettingsError } from './settings/read.ts'
import { readSettings } from './settings.ts'

// npm run secrets: makes what compose.yaml mounts, in ./secrets. What is there already stays as it is.
try {
  await openSecretFolder()
  // As the issuer's container will read them.
  const settings = readSettings({
    ...keyFiles,
    SERVICE: 'issuer',
    SIGNING_ALG: process.env.SIGNING_ALG,
    EXCHANGE_SECRET: await keepSecret('exchange-secret'),
  })
  await keepKeys(signingKeyFiles(settings), settings)
} catch (error) {
  if (!(error instanceof SettingsError)) throw error
  console.error(`${error.message}.`)
  process.exitCode = 1
}

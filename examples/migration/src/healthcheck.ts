import * as v from 'valibot'
import { commonSettings } from './settings/schema.ts'

// node src/healthcheck.ts: asks the service in the same container whether it is alive. The image has no other program
// that could. It ends with 0 or 1, and reads no secret.

const { SERVICE, ISSUER_PORT, API_PORT, LEDGER_PORT } = commonSettings
const settings = v.parse(v.object({ SERVICE, ISSUER_PORT, API_PORT, LEDGER_PORT }), process.env)
const ports = {
  issuer: [settings.ISSUER_PORT],
  api: [settings.API_PORT],
  ledger: [settings.LEDGER_PORT],
  all: [settings.ISSUER_PORT, settings.API_PORT, settings.LEDGER_PORT],
}

const isAlive = (port: number) =>
  fetch(`http://localhost:${port}/healthz`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

const answers = await Promise.all(ports[settings.SERVICE].map(isAlive))
process.exitCode = answers.every(Boolean) ? 0 : 1

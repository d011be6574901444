import { type ServerType, serve } from '@hono/node-server'
import type { Service } from './service-parts.ts'
import { createApiService, createIssuerService, createLedgerService, createServices } from './services.ts'
import { SettingsError } from './settings/read.ts'
import { withSecretFiles } from './settings/secret-files.ts'
import { readSettings, type Settings, secretSettings } from './settings.ts'
import { logEvent, logFault } from './watch/log.ts'

const log = { tell: logEvent, fault: logFault }

/** Usage: `node src/server.ts` runs all services, `node src/server.ts issuer`, `api` or `ledger` one of them. */
async function main(): Promise<void> {
  const env = { ...process.env, SERVICE: process.argv[2] ?? process.env.SERVICE }
  const settings = readSettings(withSecretFiles(env, secretSettings))
  const starting = start(settings)
  // Also who is asked to stop while it starts ends in order. Asked once more, it ends at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void starting.then((running) => stop(running, settings)))
  await starting
  logEvent({ event: 'sys_startup', detail: settings.SERVICE })
}

interface Running {
  readonly service: Service
  readonly server: ServerType
}

async function start(settings: Settings): Promise<Running[]> {
  const { ISSUER_PORT, API_PORT, LEDGER_PORT } = settings
  switch (settings.SERVICE) {
    case 'issuer':
      return [await listen('Issuer', await createIssuerService(settings, { log }), ISSUER_PORT, settings)]
    case 'api':
      return [await listen('API service', await createApiService(settings, { log }), API_PORT, settings)]
    case 'ledger':
      return [await listen('Ledger', await createLedgerService(settings, { log }), LEDGER_PORT, settings)]
    case 'all': {
      const { issuer, ledger, api } = await createServices(settings, { log })
      return [
        await listen('Issuer', issuer, ISSUER_PORT, settings),
        await listen('Ledger', ledger, LEDGER_PORT, settings),
        await listen('API service', api, API_PORT, settings),
      ]
    }
  }
}

function listen(name: string, service: Service, port: number, { HOST }: Settings): Promise<Running> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: service.app.fetch, hostname: HOST, port }, (address) => {
      console.log(`${name}: http://${HOST}:${address.port}`)
      resolve({ service, server })
    })
    server.once('error', reject)
  })
}

// #region stop
/**
 * First it says that it is not ready, for long enough that whoever sends requests has noticed. Then it takes no more
 * connections, finishes the requests in flight, and cuts off those that take too long. What they need is closed last.
 */
async function stop(running: readonly Running[], settings: Settings): Promise<void> {
  for (const { service } of running) service.health.startStopping()
  await new Promise((resume) => setTimeout(resume, settings.SHUTDOWN_DELAY_MS))
  await Promise.all(running.map(({ server }) => closeServer(server, settings.SHUTDOWN_TIMEOUT_MS)))
  await Promise.all(running.map(({ service }) => service.close()))
  logEvent({ event: 'sys_shutdown', detail: settings.SERVICE })
}

function closeServer(server: ServerType, timeoutMs: number): Promise<void> {
  return new Promise((closed) => {
    const cutOff = () => 'closeAllConnections' in server && server.closeAllConnections()
    const timer = setTimeout(cutOff, timeoutMs)
    server.close(() => {
      clearTimeout(timer)
      closed()
    })
  })
}
// #endregion stop

main().catch((error: NodeJS.ErrnoException) => {
  console.error(explain(error))
  process.exit(1)
})

function explain(error: NodeJS.ErrnoException): string {
  if (error instanceof SettingsError) return `Setting ${error.message}.`
  if (error.code === 'EADDRINUSE')
    return 'A port is taken. Set ISSUER_PORT, API_PORT and LEDGER_PORT to free ones.'
  return error.stack ?? String(error)
}

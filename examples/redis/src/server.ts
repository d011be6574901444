import { type ServerType, serve } from '@hono/node-server'
import { createApiService, createBothServices, createIssuerService, type Service } from './services.ts'
import { readSettings, type Settings } from './settings.ts'
import { SettingsError } from './settings-schema.ts'

/** Usage: `node src/server.ts` runs both services, `node src/server.ts issuer` or `api` one of them. */
async function main(): Promise<void> {
  const settings = readSettings({ ...process.env, SERVICE: process.argv[2] ?? process.env.SERVICE })
  const running = await start(settings)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(running))
}

interface Running {
  readonly service: Service
  readonly server: ServerType
}

async function start(settings: Settings): Promise<Running[]> {
  switch (settings.SERVICE) {
    case 'issuer':
      return [await listen('Issuer', await createIssuerService(settings), settings.ISSUER_PORT, settings)]
    case 'api':
      return [await listen('API service', await createApiService(settings), settings.API_PORT, settings)]
    case 'all': {
      const { issuer, api } = await createBothServices(settings)
      return [
        await listen('Issuer', issuer, settings.ISSUER_PORT, settings),
        await listen('API service', api, settings.API_PORT, settings),
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

/** Requests in flight are finished first; what they need is closed after. */
async function stop(running: readonly Running[]): Promise<void> {
  await Promise.all(running.map(({ server }) => new Promise((closed) => server.close(closed))))
  await Promise.all(running.map(({ service }) => service.close()))
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(explain(error))
  process.exit(1)
})

function explain(error: NodeJS.ErrnoException): string {
  if (error instanceof SettingsError) return `Setting ${error.message}.`
  if (error.code === 'EADDRINUSE') return 'A port is taken. Set ISSUER_PORT and API_PORT to free ones.'
  return error.stack ?? String(error)
}

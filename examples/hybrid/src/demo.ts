import { decodeJwt } from 'jose'
import { ShiftedClock } from './clock.ts'
import { refused, section, step, untilAccepted, untilRefused } from './demo-print.ts'
import { createServices } from './services.ts'
import { readSettings } from './settings.ts'

// The same story for every strategy. Only the answers differ: lay the three outputs side by side.

const settings = readSettings({ ...process.env, NODE_ENV: 'test', SERVICE: 'all' })
const clock = new ShiftedClock()
const { issuer, api, ledger } = await createServices(settings, { clock })

/** Newest access token of each device, for whoever wants to try requests of their own. */
export const tokens: Record<string, string> = {}
const refreshTokens: Record<string, string> = {}

section('Two devices log in and call both services')
await step('laptop logs in', () => login('laptop'))
await step('phone logs in', () => login('phone'))
await step('laptop reads /me', () => call('GET', '/me', 'laptop'))
await step('phone reads /catalog (low risk)', () => call('GET', '/catalog', 'phone'))
await step('laptop posts /transfer (high risk)', () => transfer('laptop'))
const usedRefreshToken = refreshTokens.laptop
await step('laptop refreshes', () => refresh('laptop'))

section('One device is revoked')
await step('laptop lists devices', () => call('GET', '/sessions', 'laptop'))
await step('laptop revokes the phone', () => call('DELETE', `/sessions/${sidOf('phone')}`, 'laptop'))
await step('phone reads /catalog', () =>
  untilRefused(issuer.revocation, () => call('GET', '/catalog', 'phone')),
)
await step('phone refreshes', () => refresh('phone'))
await step('laptop reads /catalog', () => call('GET', '/catalog', 'laptop'))

section('Redis goes down')
await step('Redis goes down', () => cutStore())
await step('laptop reads /catalog (low risk)', () => call('GET', '/catalog', 'laptop'))
await step('laptop reads /me', () => call('GET', '/me', 'laptop'))
await step('laptop posts /transfer (high risk)', () => transfer('laptop'))
await step('laptop refreshes', () => refresh('laptop'))
await step('Redis comes back', () => restoreStore())
await step('laptop posts /transfer (high risk)', () => untilAccepted(() => transfer('laptop')))

section('A used refresh token turns up again')
clock.advance(60)
await step('thief refreshes with it', () => refreshWith(usedRefreshToken))
await step('laptop reads /catalog', () =>
  untilRefused(issuer.revocation, () => call('GET', '/catalog', 'laptop')),
)
await step('laptop logs in again', () => login('laptop'))

section('Log out everywhere')
await step('laptop logs out everywhere', () => call('POST', '/logout-all', 'laptop'))
await step('laptop reads /catalog', () =>
  untilRefused(issuer.revocation, () => call('GET', '/catalog', 'laptop')),
)
await step('laptop refreshes', () => refresh('laptop'))
clock.advance(settings.ACCESS_TTL_SECONDS + settings.CLOCK_TOLERANCE_SECONDS)
await step('laptop reads /catalog, a token life later', () => call('GET', '/catalog', 'laptop'))

/** Answers for the whole system: each service on its port, the issuer on every other. */
export default {
  fetch: (request: Request) => appAt(new URL(request.url)).fetch(request),
}

// Run alone, the story ends the process; in a sandbox the services stay up for requests.
if (process.argv[1]?.endsWith('demo.ts')) await Promise.all([issuer.close(), api.close(), ledger.close()])

function appAt(url: URL) {
  if (url.port === new URL(settings.AUDIENCE).port) return api.app
  return url.port === new URL(settings.LEDGER_AUDIENCE).port ? ledger.app : issuer.app
}

async function login(device: string) {
  // The published password of a demo account.
  const credentials = { username: 'alice', password: 'correct horse battery staple', device }
  return keepTokens(device, await post(issuer, '/login', credentials))
}

async function refresh(device: string) {
  return keepTokens(device, await refreshWith(refreshTokens[device]))
}

async function refreshWith(token: string | undefined) {
  return post(issuer, '/refresh', { refresh_token: token })
}

async function transfer(device: string) {
  return post(api, '/transfer', { to: 'bob', amount: 20 }, device)
}

async function call(method: string, path: string, device: string) {
  const service = path === '/me' || path === '/catalog' ? api : issuer
  return service.app.request(path, { method, headers: bearer(device) })
}

async function post({ app }: typeof api, path: string, body: unknown, device?: string) {
  const headers = { 'content-type': 'application/json', ...(device && bearer(device)) }
  return app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

function bearer(device: string): Record<string, string> {
  return { authorization: `Bearer ${tokens[device]}` }
}

async function keepTokens(device: string, response: Response) {
  if (refused(response)) return response
  const pair = await response.clone().json()
  tokens[device] = pair.access_token
  refreshTokens[device] = pair.refresh_token
  return response
}

function sidOf(device: string) {
  return decodeJwt(tokens[device] ?? '').sid
}

async function cutStore() {
  await Promise.all([issuer, api].map(({ store }) => store?.disconnect()))
  return issuer.store ? 'cut' : 'no_redis'
}

async function restoreStore() {
  await Promise.all([issuer, api].map(({ store }) => store?.connect()))
  return issuer.store ? 'restored' : 'no_redis'
}

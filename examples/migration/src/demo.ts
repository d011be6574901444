import { ShiftedClock } from './clock.ts'
import { refused, section, step, untilRefused } from './demo-print.ts'
import { runMigrationCommand } from './migration/command.ts'
import { readMark } from './migration/marks.ts'
import { readRecord } from './migration/record.ts'
import { connectRedis } from './redis/connection.ts'
import { createServices } from './services.ts'
import { readSettings } from './settings.ts'
import { createMetrics } from './watch/metrics.ts'

// One migration, from stateless to hybrid, with a way back in the middle. Nobody has to log in again.

const direction = { MIGRATE_FROM: 'stateless', MIGRATE_TO: 'hybrid', MIGRATION_BEAT_MS: '100' }
const settings = readSettings({ ...process.env, ...direction, NODE_ENV: 'test', SERVICE: 'all' })
const clock = new ShiftedClock()
const { issuer, api, ledger } = await createServices(settings, { clock })
/** The operator's own line. */
const redis = await connectRedis({ ...settings, REDIS_TIMEOUT_MS: 2_000 }, createMetrics('demo'))

/** What hybrid promises. */
const bound = { kind: 'bounded', withinMs: settings.REVOCATION_BOUND_MS } as const

/** Newest access token of each device, for whoever wants to try requests of their own. */
export const tokens: Record<string, string> = {}
const refreshTokens: Record<string, string> = {}

section('issue-old: this service takes the place of the stateless one')
await step('laptop logs in, and gets a token that is', () => login('laptop'))
await step('phone logs in, and gets a token that is', () => login('phone'))
await step('laptop reads /catalog', () => read('laptop'))
await step('operator: next', () => operate('next'))

section('shadow: hybrid is asked too, and decides nothing')
await step('laptop refreshes, and gets a token that is', () => refresh('laptop'))
await step('laptop reads /catalog', () => read('laptop'))
await step('operator: next', () => operate('next'))
await step('half an hour goes by', () => livesGoBy())
await step('operator: next', () => operate('next'))

section('issue-new: nobody logs in, and tokens become hybrid')
const oldToken = tokens.laptop
await step('laptop refreshes, and gets a token that is', () => refresh('laptop'))
await step('laptop reads /catalog', () => read('laptop'))
await step('laptop reads /catalog with the old token', () => readWith(oldToken))

section('Something looks wrong: back')
await step('operator: back', () => operate('back'))
await step('laptop refreshes, and gets a token that is', () => refresh('laptop'))
await step('phone refreshes, and gets a token that is', () => refresh('phone'))
await step('phone logs out', () => post('/logout', {}, 'phone'))
await step('phone reads /catalog', () => untilRefused(bound, () => read('phone')))
await step('phone refreshes', () => refresh('phone'))

section('It was nothing: on')
await step('half an hour goes by', () => livesGoBy())
await step('operator: next', () => operate('next'))
await step('laptop refreshes, and gets a token that is', () => refresh('laptop'))
await step('operator: next', () => operate('next'))

section('drain: the last stateless tokens run out')
await step('operator: next', () => operate('next'))
await step('half an hour goes by', () => livesGoBy())
await step('operator: next', () => operate('next'))

section('new-only: what is left is hybrid')
await step('laptop reads /catalog', () => read('laptop'))
await step('laptop logs out', () => post('/logout', {}, 'laptop'))
await step('laptop reads /catalog', () => untilRefused(bound, () => read('laptop')))

/** Answers for the whole system: each service on its port, the issuer on every other. */
export default {
  fetch: (request: Request) => appAt(new URL(request.url)).fetch(request),
}

// Run alone, the story ends the process; in a sandbox the services stay up for requests.
if (process.argv[1]?.endsWith('demo.ts')) {
  await Promise.all([issuer.close(), api.close(), ledger.close()])
  await command('end')
  await redis.close()
}

function appAt(url: URL) {
  if (url.port === new URL(settings.AUDIENCE).port) return api.app
  return url.port === new URL(settings.LEDGER_AUDIENCE).port ? ledger.app : issuer.app
}

/** Prints the phase that was entered, or the code of the refusal. */
async function operate(stepName: 'next' | 'back') {
  const { code } = await command(stepName)
  return code === 'ok' ? followed() : code
}

function command(name: string) {
  return runMigrationCommand(name, '', { redis, settings, nowMs: clock.nowMs() })
}

/** Every instance has found out, and said so. */
async function followed() {
  for (;;) {
    const { phase = '', instances = [] } = (await readRecord(redis)) ?? {}
    const isHere = (one: (typeof instances)[number]) =>
      one.phase === phase && one.aliveUntilMs > clock.nowMs()
    if (instances.every(isHere)) return phase
    await new Promise((resume) => setTimeout(resume, 5))
  }
}

/** The longest life of a token, with devices that go on working meanwhile. */
async function livesGoBy() {
  const parts = 4
  for (let part = 0; part < parts; part++) {
    clock.advance((settings.SESSION_IDLE_SECONDS + settings.CLOCK_TOLERANCE_SECONDS) / parts)
    for (const device of Object.keys(tokens)) {
      if (!refused(await refresh(device))) await read(device)
    }
  }
  await followed()
  return 'still_at_work'
}

async function login(device: string) {
  // The published password of a demo account.
  const credentials = { username: 'alice', password: 'correct horse battery staple', device }
  return keepTokens(device, await post('/login', credentials))
}

async function refresh(device: string) {
  return keepTokens(device, await post('/refresh', { refresh_token: refreshTokens[device] }))
}

function read(device: string) {
  return readWith(tokens[device])
}

async function readWith(token: string | undefined) {
  return api.app.request('/catalog', { headers: { authorization: `Bearer ${token}` } })
}

async function post(path: string, body: unknown, device?: string) {
  const headers = {
    'content-type': 'application/json',
    ...(device && { authorization: `Bearer ${tokens[device]}` }),
  }
  return issuer.app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** The answer tells what kind of token it was, for the story. */
async function keepTokens(device: string, response: Response) {
  if (refused(response)) return response
  const pair = await response.json()
  tokens[device] = pair.access_token
  refreshTokens[device] = pair.refresh_token
  return Response.json({ code: readMark(pair.access_token).strategy })
}

import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bearer, json, password } from '../kit/client.ts'
import { type ServiceProcess, startService } from '../kit/service-process.ts'
import { allStrategies } from '../kit/strategies.ts'
import type { StrategyName } from '../kit/systems.ts'

// What a real process prints, to the last byte.

/** The addresses of the services. */
type Server = Readonly<Record<'issuer' | 'ledger' | 'api', string>>

interface Line {
  readonly time: string
  readonly level: number
  readonly event: string
}

describe.each(allStrategies)('%s, a whole session long,', (strategy) => {
  let service: ServiceProcess
  let server: Server
  beforeEach(async () => {
    service = await startService(strategy, 'all', { REFRESH_GRACE_SECONDS: '0' })
    const [issuer = '', ledger = '', api = ''] = service.urls
    server = { issuer, ledger, api }
  })
  afterEach(() => service.close())

  async function stopped() {
    await service.close()
    return service.printed()
  }

  test('prints its addresses, and one JSON line for each event', async () => {
    await wholeSession(server)
    const { stdout, stderr } = await stopped()
    const printed = stdout.trimEnd().split('\n')
    const { addresses = [], events = [] } = Object.groupBy(printed, (line) =>
      line.startsWith('{') ? 'events' : 'addresses',
    )
    expect(addresses.map((line) => line.split(':', 1).join())).toEqual(['Issuer', 'Ledger', 'API service'])
    const lines: Line[] = events.map((line) => JSON.parse(line))
    expect(lines.map(({ event, level }) => `${level} ${event}`)).toEqual(eventsOf(strategy))
    for (const { time } of lines) expect(new Date(time).toISOString()).toBe(time)
    expect(stderr).toBe('')
  })

  // meets: RFC9700-4.3.2, RFC9700-4.9.3
  test('prints and counts no token, no password and nothing that was typed, wherever it was put', async () => {
    const secrets = await wholeSession(server)
    secrets.push(...(await misplaceTokens(server)))
    const metrics = await Promise.all(
      [server.issuer, server.api, server.ledger].map(async (url) => (await fetch(`${url}/metrics`)).text()),
    )
    const { stdout, stderr } = await stopped()
    for (const output of [stdout, stderr, ...metrics])
      expect(secrets.filter((secret) => output.includes(secret))).toEqual([])
    expect(stdout).toContain('authn_login_fail')
    expect(metrics.join()).toContain('token_malformed')
  })
})

/** As the log has them: 30 is info, 40 a warning, 50 an error. */
const eventsOf = (strategy: StrategyName) => [
  // It finds no log of revocations, and cannot know whether there was one.
  ...(strategy === 'hybrid' ? ['40 authn_policy_fallback'] : []),
  ...['30 sys_startup', '30 authn_login_success', '30 session_created', '40 authn_login_fail'],
  ...['40 authn_login_fail', '30 session_renewed'],
  // Nobody remembers here that the token was used.
  strategy === 'stateless' ? '30 session_renewed' : '50 authn_token_reuse',
  ...['30 authn_login_success', '30 session_created', '30 authn_token_revoked', '30 sys_shutdown'],
]

/** @returns all that must not be found anywhere */
async function wholeSession({ issuer, api }: Server): Promise<string[]> {
  const logIn = (username: string, secret: string) =>
    post(`${issuer}/login`, json({ username, password: secret }))
  const first = await logIn('alice', password)
  expect((await logIn('alice', 'my-wrong-password')).status).toBe(401)
  expect((await logIn('my-password-typed-as-a-name', 'x')).status).toBe(401)
  const renewal = json({ refresh_token: first.body.refresh_token })
  const second = await post(`${issuer}/refresh`, renewal)
  await post(`${issuer}/refresh`, renewal)
  const third = await logIn('alice', password)
  expect(
    (await post(`${api}/transfer`, json({ to: 'bob', amount: 20 }, third.body.access_token))).status,
  ).toBe(200)
  expect((await post(`${issuer}/logout`, bearer(third.body.access_token))).status).toBe(200)
  const tokens = [first, second, third].flatMap(({ body }) => [body.access_token, body.refresh_token])
  return [password, 'my-wrong-password', 'my-password-typed-as-a-name', ...tokens.flatMap(partsOf)]
}

const partsOf = (token: string) => [...token.split('.').slice(1), String(decodeJwt(token).jti)]

/** Tokens where none belongs. Each is refused, and an address never opens anything. */
async function misplaceTokens({ issuer, api }: Server): Promise<string[]> {
  const { body } = await post(`${issuer}/login`, json({ username: 'alice', password }))
  const { access_token: access, refresh_token: refresh } = body
  const answers = await Promise.all([
    fetch(`${api}/catalog?access_token=${access}`),
    fetch(`${api}/catalog/${access}`),
    post(`${api}/transfer?access_token=${access}`, json({ to: 'bob', amount: 20 })),
    fetch(`${api}/catalog`, bearer(`${access}.${refresh}`)),
    fetch(`${api}/catalog`, { headers: { authorization: `Basic ${access}` } }),
    fetch(`${api}/catalog`, { ...bearer(access), headers: { 'x-token': access } }),
    post(`${issuer}/refresh?refresh_token=${refresh}`, json({})),
    post(`${issuer}/refresh`, json({ refresh_token: access })),
    post(`${issuer}/login`, json({ username: 'mallory', password: refresh })),
    post(`${issuer}/login`, { ...json({}), body: `{"username":"alice","password":"${password}` }),
    fetch(`${issuer}/sessions/${refresh}`, { method: 'DELETE' }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([401, 404, 401, 401, 401, 401, 422, 401, 401, 400, 401])
  return [access, refresh].flatMap(partsOf)
}

async function post(url: string, init: RequestInit) {
  const response = await fetch(url, { ...init, method: 'POST' })
  return { status: response.status, body: await response.json() }
}

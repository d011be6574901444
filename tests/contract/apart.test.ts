import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Answer,
  ask,
  bearer,
  catalog,
  eventually,
  json,
  pairOf,
  password,
  transfer,
} from '../kit/client.ts'
import { forSharedCode } from '../kit/strategies.ts'
import type { Service } from '../kit/systems.ts'
import { type Apart, startApart } from './apart.ts'

// The services as processes of their own, over a network, with a real Redis where there is one.

describe.each(forSharedCode)('%s, with each service on its own,', (strategy) => {
  let apart: Apart
  beforeAll(async () => {
    apart = await startApart(strategy)
  })
  afterAll(() => apart?.stop())

  const logIn = async () =>
    pairOf(await ask(apart.issuer, 'POST', '/login', json({ username: 'alice', password, device: 'laptop' })))

  test('is ready everywhere', async () => {
    for (const service of [apart.issuer, apart.api, apart.ledger])
      expect((await ask(service, 'GET', '/readyz')).body.status).toBe('ready')
  })

  test('a login opens the API service, a refresh renews it, and a transfer reaches the ledger', async () => {
    const first = await logIn()
    const { body } = await ask(apart.api, 'GET', '/me', bearer(first.access))
    expect(body).toMatchObject({ name: 'Alice', device: 'laptop' })
    const { access } = pairOf(
      await ask(apart.issuer, 'POST', '/refresh', json({ refresh_token: first.refresh })),
    )
    expect(await transfer(apart.api, access)).toMatchObject({ status: 200, body: { transferred: 20 } })
  })

  test('the ledger is opened by no token of a user, and by one made for it', async () => {
    const { access } = await logIn()
    const entry = json({ to: 'bob', amount: 20 }, access)
    expect(await ask(apart.ledger, 'POST', '/entries', entry)).toMatchObject({
      ...{ status: 401, code: 'token_audience_invalid' },
    })
    const accepted = async () => {
      const { body } = await ask(apart.ledger, 'GET', '/metrics')
      return Number(/_verification_seconds_count\{.*result="ok".*\} (\d+)/.exec(body)?.[1] ?? 0)
    }
    const before = await accepted()
    await transfer(apart.api, access)
    expect(await accepted()).toBe(before + 1)
  })

  test('a logout ends the session everywhere, as the strategy promises', async () => {
    const { access, refresh } = await logIn()
    const { body } = await ask(apart.issuer, 'POST', '/logout', bearer(access))
    const promised = { stateless: 'at-expiry', redis: 'immediate', hybrid: 'bounded' }[strategy]
    expect(body.revocation).toBe(promised)
    const renew = () => ask(apart.issuer, 'POST', '/refresh', json({ refresh_token: refresh }))
    const read = () => catalog(apart.api, access)
    if (strategy === 'stateless') {
      expect([(await read()).status, (await renew()).status]).toEqual([200, 200])
      return
    }
    const refused =
      strategy === 'redis' ? await read() : await eventually(read, ({ status }) => status !== 200)
    expect(refused.code).toBe('session_revoked')
    expect((await renew()).code).toBe('session_revoked')
  })

  test('a page logs in, reads, refreshes and logs out with cookies alone', async () => {
    const login = { username: 'alice', password, delivery: 'cookies' }
    const fromPage = (service: Service, method: string, path: string, cookie: string, body?: object) =>
      ask(service, method, path, {
        ...(body && json(body)),
        headers: { ...(body && json(body).headers), cookie, 'sec-fetch-site': 'same-origin' },
      })
    const first = await fromPage(apart.issuer, 'POST', '/login', '', login)
    const second = await fromPage(apart.issuer, 'POST', '/refresh', cookiesOf(first))
    for (const answer of [first, second])
      expect(await fromPage(apart.api, 'GET', '/me', cookiesOf(answer))).toMatchObject({
        body: { name: 'Alice' },
      })
    expect([first.body, second.body]).toEqual([{ expires_in: 300 }, { expires_in: 300 }])
    const out = await fromPage(apart.issuer, 'POST', '/logout', cookiesOf(second))
    expect([out.status, cookiesOf(out)]).toEqual([200, '__Host-access=; __Host-refresh='])
  })

  test('each ends well when it is asked to', async () => {
    for (const service of [apart.api, apart.ledger, apart.issuer]) {
      service.signal('SIGTERM')
      expect(await service.ended).toEqual({ code: 0, signal: null })
      expect(service.printed().stderr).toBe('')
    }
  })
})

/** What a browser sends back. */
const cookiesOf = ({ headers }: Answer) =>
  Array.from(headers.getSetCookie(), (line) => line.split(';', 1).join()).join('; ')

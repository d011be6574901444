import { decodeJwt } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Fetch } from '../../examples/stateless/src/keys/remote-keys.ts'
import { type Answer, ask, bearer, eventually, json, newSession, refresh, transfer } from '../kit/client.ts'
import { allStrategies, forSharedCode, withStore } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'
import { type Cell, forEachStrategy } from './matrix.ts'

const secret = 'kW3xq9Zr7TtB1vYc5LmN8pQe2SdFgHjU'
const env = { EXCHANGE_SECRET: secret }
const [api, ledger] = ['http://localhost:3001', 'http://localhost:3002']
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'
const basic = (name: string, password: string) => `Basic ${btoa(`${name}:${password}`)}`

const spoiledForms: [what: string, error: string, code: string, spoil: (form: URLSearchParams) => void][] = [
  ['the audience of the API', 'invalid_target', 'audience_unknown', (form) => form.set('audience', api)],
  ['two audiences', 'invalid_request', 'exchange_invalid', (form) => form.append('audience', ledger)],
  ['no audience', 'invalid_request', 'exchange_invalid', (form) => form.delete('audience')],
  ['no token', 'invalid_request', 'exchange_invalid', (form) => form.delete('subject_token')],
  ['another grant', 'unsupported_grant_type', 'exchange_invalid', (form) => form.set('grant_type', 'x')],
]

describe('a token exchange', () => {
  const suite = (cell: Cell) => {
    // meets: ASVS-9.2.4, RFC9700-2.3
    test('gives a token of the session for the ledger alone, for seconds, and without roles', async () => {
      const { access, sid } = await newSession(cell.system)
      const { headers, body } = await exchange(cell.system, access)
      const { access_token: token, ...rest } = body
      expect(rest).toEqual({ issued_token_type: accessTokenType, token_type: 'Bearer', expires_in: 30 })
      expect(headers.get('cache-control')).toBe('no-store')
      const { exp = 0, iat = 0, ...claims } = decodeJwt(token)
      expect(claims).toMatchObject({ sub: 'user-1', sid, aud: ledger, act: { sub: 'api' } })
      expect(exp - iat).toBe(30)
      expect(Object.keys(claims).sort()).toEqual(['act', 'aud', 'auth_time', 'iss', 'jti', 'sid', 'sub'])
    })

    // meets: ASVS-9.2.1, ASVS-9.2.3, ASVS-9.2.4, RFC8725-3.9, RFC9700-2.3, RFC9700-4.10.2
    test('its token opens the ledger and nothing else, and the own token of the user no ledger', async () => {
      const { access } = await newSession(cell.system)
      const token = await internalToken(cell.system, access)
      const written = await enter(cell.system, `Bearer ${token}`)
      expect(written).toMatchObject({ status: 201, body: { from: 'user-1', to: 'bob', amount: 20 } })
      const elsewhere = { status: 401, code: 'token_audience_invalid' }
      expect(await ask(cell.system.api, 'GET', '/me', bearer(token))).toMatchObject(elsewhere)
      expect(await transfer(cell.system.api, token)).toMatchObject(elsewhere)
      expect(await ask(cell.system.issuer, 'POST', '/logout', bearer(token))).toMatchObject(elsewhere)
      expect(await enter(cell.system, `Bearer ${access}`)).toMatchObject(elsewhere)
      cell.system.clock.advance(30 + 5 + 1)
      expect((await enter(cell.system, `Bearer ${token}`)).code).toBe('token_expired')
    })

    test('its token, which is bound to no key, is refused under the DPoP scheme', async () => {
      const token = await internalToken(cell.system, (await newSession(cell.system)).access)
      expect((await enter(cell.system, `DPoP ${token}`)).code).toBe('scheme_unsupported')
    })

    test.each([
      ['a wrong secret', basic('api', `${secret}x`)],
      ['another name', basic('ledger', secret)],
      ['the secret as a Bearer token', `Bearer ${secret}`],
      ['no secret', ''],
    ])('is refused with %s', async (_, authorization) => {
      const { access } = await newSession(cell.system)
      const answer = await exchange(cell.system, access, undefined, authorization)
      expectRefusal(answer, 401, 'invalid_client', 'client_unknown')
      // A challenge of this scheme names a realm (RFC 7617 section 2).
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="[^"]+"/)
    })

    test.each(spoiledForms)('is refused with %s', async (_, error, code, spoil) => {
      const { access } = await newSession(cell.system)
      expectRefusal(await exchange(cell.system, access, spoil), 400, error, code)
    })

    // meets: ASVS-9.2.2, RFC8725-3.12
    test('is refused for what is no access token of the API', async () => {
      const { access, refresh: token } = await newSession(cell.system)
      const exchanged = await internalToken(cell.system, access)
      const expectRefused = async (subject: string, code: string) =>
        expectRefusal(await exchange(cell.system, subject), 400, 'invalid_request', code)
      await expectRefused('no token', 'token_malformed')
      await expectRefused(token, 'token_type_invalid')
      await expectRefused(exchanged, 'token_audience_invalid')
      cell.system.clock.advance(300 + 5 + 1)
      await expectRefused(access, 'token_expired')
    })

    test('lasts no longer than the session, and expires_in is true to its end', async () => {
      const short = { SESSION_ABSOLUTE_SECONDS: '300', SESSION_IDLE_SECONDS: '300' }
      const system = await openSystem(cell.strategy, cell.engine, { env: { ...env, ...short } })
      onTestFinished(() => system.close())
      const { access, refresh: token } = await newSession(system)
      system.clock.advance(280)
      for (const { body } of [await exchange(system, access), await refresh(system, token)]) {
        const { exp = 0, iat = 0, auth_time } = decodeJwt(body.access_token)
        expect([exp, body.expires_in]).toEqual([Number(auth_time) + 300, exp - iat])
      }
    })
  }
  forEachStrategy(allStrategies, suite, { env })
})

describe('a token exchange for a revoked session', () => {
  const suite = (cell: Cell) => {
    // meets: ASVS-7.4.1 (redis, hybrid)
    test('is refused', async () => {
      const { access } = await newSession(cell.system)
      await ask(cell.system.issuer, 'POST', '/logout', bearer(access))
      const again = () => exchange(cell.system, access)
      const isBounded = cell.system.revocation.kind === 'bounded'
      const refused = isBounded ? await eventually(again, ({ status }) => status !== 200) : await again()
      expectRefusal(refused, 400, 'invalid_request', 'session_revoked')
    })
  }
  forEachStrategy(withStore, suite, { env })
})

describe.each(forSharedCode)('%s: a transfer', (strategy) => {
  async function open(through: (fetch: Fetch, ...request: Parameters<Fetch>) => Promise<Response>) {
    const wrapFetch = (fetch: Fetch) => (url: string, init?: RequestInit) => through(fetch, url, init)
    const system = await openSystem(strategy, undefined, { env, wrapFetch })
    onTestFinished(() => system.close())
    return { ...system, ...(await newSession(system)) }
  }

  test('reaches the ledger with an internal token, and the token of the user does not', async () => {
    const seen: string[] = []
    const { api, access, sid } = await open((fetch, url, init) => {
      if (url === `${ledger}/entries`) seen.push(`${new Headers(init?.headers).get('authorization')}`)
      return fetch(url, init)
    })
    expect((await transfer(api, access)).body).toEqual({ transferred: 20, to: 'bob' })
    expect(seen.map((header) => decodeJwt(header.replace('Bearer ', '')))).toMatchObject([
      { aud: ledger, sid },
    ])
  })

  const hang: Fetch = (_, init) =>
    new Promise((_answer, reject) => init?.signal?.addEventListener('abort', reject))

  test.each<[how: string, fetch: Fetch]>([
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['never answers', hang],
    ['answers with an error', async () => Response.json({}, { status: 500 })],
  ])('gives 503 while the issuer or the ledger %s', async (_, fail) => {
    let down = ''
    const { api, access } = await open((fetch, url, init) =>
      (url.includes(down || ' ') ? fail : fetch)(url, init),
    )
    expect((await transfer(api, access)).status).toBe(200)
    for (down of [':3000', ':3002']) {
      const refused = await transfer(api, access)
      expect(refused).toMatchObject({ status: 503, code: 'upstream_unavailable' })
      expect(refused.headers.get('retry-after')).toBe('1')
    }
  })
})

/** The form that the API service sends, with one thing wrong in it if need be. */
function exchange(
  { issuer }: System,
  token: string,
  spoil: (form: URLSearchParams) => void = () => {},
  authorization = basic('api', secret),
): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    ...{ subject_token: token, subject_token_type: accessTokenType, audience: ledger },
  })
  spoil(form)
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...(authorization && { authorization }),
  }
  return ask(issuer, 'POST', '/token', { headers, body: `${form}` })
}

const internalToken = async (system: System, token: string): Promise<string> =>
  (await exchange(system, token)).body.access_token

function enter({ ledger }: System, authorization: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization }
  return ask(ledger, 'POST', '/entries', { ...json({ to: 'bob', amount: 20 }), headers })
}

/** The form of RFC 6749 section 5.2, and our code in it. */
function expectRefusal(answer: Answer, status: number, error: string, code: string): void {
  expect(answer).toMatchObject({ status, code, body: { error } })
  expect(answer.headers.get('cache-control')).toBe('no-store')
}

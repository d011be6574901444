import { describe, expect, test } from 'vitest'
import { type Answer, ask, bearer, logIn, newSession, refresh } from '../kit/client.ts'
import { allStrategies } from '../kit/strategies.ts'
import type { Service, System } from '../kit/systems.ts'
import {
  asJson,
  cookiesOf,
  type Fields,
  logInForCookies,
  ownPage,
  post,
  setCookies,
} from './cookie-client.ts'
import { forEachStrategy } from './matrix.ts'

const [issuerOrigin, apiOrigin] = ['http://localhost:3000', 'http://localhost:3001']
/** All that is said of a cookie: no `Domain`, so it goes to one host alone. */
const attributesFor = (seconds: number) =>
  `HttpOnly; Max-Age=${seconds}; Path=/; SameSite=Strict; Secure`.split('; ')

describe('tokens in cookies', () => {
  forEachStrategy(allStrategies, (cell) => {
    test('a login for cookies sets two that no script reads and no other host gets, and tells no token', async () => {
      const answer = await logInForCookies(cell.system)
      expect([answer.status, answer.body]).toEqual([200, { expires_in: 300 }])
      expect(setCookies(answer)).toEqual([
        { name: '__Host-access', value: expect.stringMatching(/^ey/), attributes: attributesFor(300) },
        { name: '__Host-refresh', value: expect.stringMatching(/^ey/), attributes: attributesFor(1800) },
      ])
    })

    test('a login for cookies has to come from a page of the issuer', async () => {
      for (const page of foreignPages(issuerOrigin))
        expectRefusedPage(await logInForCookies(cell.system, page))
      expect((await logInForCookies(cell.system, { origin: issuerOrigin })).status).toBe(200)
    })

    test('the cookies open reads to a page of the service, and from the address bar', async () => {
      const cookie = cookiesOf(await logInForCookies(cell.system))
      for (const page of [ownPage, {}, { origin: apiOrigin }, { 'sec-fetch-site': 'none' }])
        expect((await me(cell.system.api, { cookie, ...page })).body.name).toBe('Alice')
      for (const site of ['cross-site', 'same-site'])
        expectRefusedPage(await me(cell.system.api, { cookie, 'sec-fetch-site': site }))
    })

    test('a change with cookies has to come from a page of the service', async () => {
      const cookie = cookiesOf(await logInForCookies(cell.system))
      const transfer = (page: Fields) =>
        post(cell.system.api, '/transfer', { cookie, ...asJson, ...page }, { to: 'bob', amount: 20 })
      for (const page of [ownPage, { origin: apiOrigin }]) expect((await transfer(page)).status).toBe(200)
      for (const page of foreignPages(apiOrigin)) expectRefusedPage(await transfer(page))
    })

    test('a token in the header and one in the cookie are one too many', async () => {
      const cookie = cookiesOf(await logInForCookies(cell.system))
      const authorization = `Bearer ${(await newSession(cell.system)).access}`
      const answer = await me(cell.system.api, { ...ownPage, cookie, authorization })
      expect(answer).toMatchObject({ status: 400, code: 'credentials_ambiguous' })
    })

    // meets: ASVS-9.2.2, RFC8725-3.12
    test('a token in the cookie of the other, or in one without the prefix, opens nothing', async () => {
      const { access, refresh: token } = await newSession(cell.system)
      const meWith = (cookie: string) => me(cell.system.api, { cookie, ...ownPage })
      expect((await meWith(`__Host-access=${token}`)).code).toBe('token_type_invalid')
      expect((await meWith(`access=${access}; __Secure-access=${access}`)).code).toBe('token_missing')
      const swapped = await refreshWith(cell.system, `__Host-refresh=${access}`)
      expect(swapped).toMatchObject({ status: 401, code: 'token_type_invalid' })
    })

    // meets: RFC9700-4.3.2
    test('a token in an address opens nothing', async () => {
      const { access, refresh: token } = await newSession(cell.system)
      const read = await ask(cell.system.api, 'GET', `/me?access_token=${access}&token=${access}`)
      expect(read).toMatchObject({ status: 401, code: 'token_missing' })
      const refreshed = await post(cell.system.issuer, `/refresh?refresh_token=${token}`, asJson, {})
      expect(refreshed).toMatchObject({ status: 422, code: 'body_invalid' })
    })

    // meets: ASVS-7.2.2
    test('a refresh by cookie replaces both cookies, and tells no token', async () => {
      const before = await logInForCookies(cell.system)
      const after = await refreshWith(cell.system, cookiesOf(before))
      expect([after.status, after.body]).toEqual([200, { expires_in: 300 }])
      const fixed = (answer: Answer) => setCookies(answer).map(({ value, ...rest }) => rest)
      expect(fixed(after)).toEqual(fixed(before))
      expect(new Set([before, after].flatMap(setCookies).map(({ value }) => value)).size).toBe(4)
      expect((await me(cell.system.api, { cookie: cookiesOf(after), ...ownPage })).status).toBe(200)
    })

    test('a refresh by cookie from a foreign page, or with a token in the body as well, is refused', async () => {
      const cookie = cookiesOf(await logInForCookies(cell.system))
      for (const page of foreignPages(issuerOrigin))
        expectRefusedPage(await refreshWith(cell.system, cookie, page))
      const body = { refresh_token: (await newSession(cell.system)).refresh }
      const both = await post(cell.system.issuer, '/refresh', { cookie, ...ownPage, ...asJson }, body)
      expect(both).toMatchObject({ status: 400, code: 'credentials_ambiguous' })
    })

    test('a refresh by cookie takes no other token along, in the header or in a body without a type', async () => {
      const { access, refresh: token } = await newSession(cell.system)
      const headers = { cookie: cookiesOf(await logInForCookies(cell.system)), ...ownPage }
      const body = new TextEncoder().encode(JSON.stringify({ refresh_token: token }))
      for (const init of [{ headers: { ...headers, authorization: `Bearer ${access}` } }, { headers, body }])
        expect(await ask(cell.system.issuer, 'POST', '/refresh', init)).toMatchObject({
          status: 400,
          code: 'credentials_ambiguous',
        })
      expect((await ask(cell.system.issuer, 'POST', '/refresh', { headers })).status).toBe(200)
    })

    test.each(['/logout', '/logout-all'])('%s clears both cookies', async (path) => {
      const cookie = cookiesOf(await logInForCookies(cell.system))
      expectRefusedPage(await post(cell.system.issuer, path, { cookie, 'sec-fetch-site': 'cross-site' }))
      expect(setCookies(await post(cell.system.issuer, path, { cookie, ...ownPage }))).toEqual([
        { name: '__Host-access', value: '', attributes: attributesFor(0) },
        { name: '__Host-refresh', value: '', attributes: attributesFor(0) },
      ])
    })

    test('answers with tokens, and those about a caller, are for no cache', async () => {
      const [inBody, inCookies] = [await logIn(cell.system), await logInForCookies(cell.system)]
      const refreshed = await refreshWith(cell.system, cookiesOf(inCookies))
      const read = await ask(cell.system.api, 'GET', '/me', bearer(inBody.body.access_token))
      const inBodyAgain = await refresh(cell.system, inBody.body.refresh_token)
      for (const { status, headers } of [inBody, inCookies, refreshed, read, inBodyAgain])
        expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    })
  })
})

const me = (api: Service, headers: Fields) => ask(api, 'GET', '/me', { headers })
const refreshWith = ({ issuer }: System, cookie: string, page: Fields = ownPage) =>
  post(issuer, '/refresh', { cookie, ...page })

/** What a browser says of pages that are none of the service, and what somebody sends who says nothing. */
const foreignPages = (own: string): Fields[] => [
  ...['cross-site', 'same-site', 'none'].map((site) => ({ 'sec-fetch-site': site, origin: own })),
  { origin: own === apiOrigin ? issuerOrigin : apiOrigin },
  { origin: `${own}.evil.example` },
  { origin: 'null' },
  {},
]

function expectRefusedPage(answer: Answer): void {
  expect(answer).toMatchObject({ status: 403, code: 'csrf_refused' })
  expect(setCookies(answer)).toEqual([])
}

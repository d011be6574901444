import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, catalog, newSession } from '../kit/client.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'

const path = '/.well-known/jwks.json'

describe.each(allStrategies)('%s: the key set', (strategy) => {
  let system: System
  let fetches: number
  let isDown: boolean
  beforeEach(async () => {
    fetches = 0
    isDown = false
    system = await openSystem(strategy, undefined, {
      wrapFetch: (fetch) => async (url, init) => {
        if (url.endsWith(path)) fetches++
        return isDown ? new Response('', { status: 502 }) : fetch(url, init)
      },
    })
  })
  afterEach(() => system.close())

  test.each([
    [undefined, 300],
    ['77', 77],
  ])(
    'says how long it may be kept: with the setting %s for %s seconds, and a day in need',
    async (setting, seconds) => {
      const other = await openSystem(strategy, undefined, { env: { JWKS_MAX_AGE_SECONDS: setting } })
      const { status, headers } = await ask(other.issuer, 'GET', path)
      await other.close()
      expect(status).toBe(200)
      expect(headers.get('cache-control')).toBe(`public, max-age=${seconds}, stale-if-error=86400`)
      expect(headers.get('content-type')).toBe('application/json')
    },
  )

  test('that was never there costs 503 and a time to try again; once it is, all is well', async () => {
    const { access } = await newSession(system)
    isDown = true
    const refused = await catalog(system.api, access)
    expect(refused).toMatchObject({ status: 503, code: 'keys_unavailable' })
    expect(refused.headers.get('retry-after')).toBe('1')
    // Nothing is wrong with the token, so nothing may say so.
    expect(refused.headers.has('www-authenticate')).toBe(false)
    const readiness = await ask(system.api, 'GET', '/readyz')
    expect(readiness).toMatchObject({ status: 503, body: { checks: { keys: false } } })
    expect((await ask(system.issuer, 'GET', '/readyz')).status).toBe(200)
    isDown = false
    system.clock.advance(1)
    expect((await ask(system.api, 'GET', '/readyz')).status).toBe(200)
    expect((await catalog(system.api, access)).status).toBe(200)
  })

  test('that is gone hurts nobody for a day', async () => {
    await catalog(system.api, (await newSession(system)).access)
    isDown = true
    system.clock.advance(86_400 - 5)
    const { access } = await newSession(system)
    expect((await catalog(system.api, access)).status).toBe(200)
    system.clock.advance(5 + 1)
    expect(await catalog(system.api, access)).toMatchObject({ status: 503, code: 'keys_unavailable' })
  })

  test('is fetched once under a thousand forged tokens, and whoever has a good one notices nothing', async () => {
    const { access } = await newSession(system)
    const tokens = Array.from({ length: 1_000 }, () => tokenNaming(crypto.randomUUID()))
    for (let place = 0; place < tokens.length; place += 10) tokens[place] = access
    const answers = await Promise.all(tokens.map((token) => catalog(system.api, token)))
    const codes = answers.map(({ status, code }) => code ?? String(status))
    expect(codes).toEqual(tokens.map((token) => (token === access ? '200' : 'token_key_unknown')))
    expect(fetches).toBe(1)
  })
})

/** As far as anybody looks who does not know the key. */
const tokenNaming = (kid: string) =>
  [{ alg: 'Ed25519', typ: 'at+jwt', kid }, {}, {}]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')

import { decodeJwt, decodeProtectedHeader, generateKeyPair } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SecurityEvent } from '../../examples/stateless/src/watch/security-events.ts'
import {
  type Answer,
  ask,
  bearer,
  catalog,
  newSession,
  onceRevoked,
  type Pair,
  refresh,
} from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { encode, signerWith } from '../kit/forge.ts'
import { allStrategies, withStore } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'
import { cookiesOf, type Fields, logInForCookies, ownPage, setCookies } from './cookie-client.ts'
import { forEachStrategy } from './matrix.ts'

describe('a login that brings something along', () => {
  forEachStrategy(allStrategies, (cell) => {
    // meets: ASVS-7.2.2
    test('begins a session of its own, whatever name it was given', async () => {
      const planted = await newSession(cell.system)
      const cookie = `${cookieOf(planted)}; sid=${planted.sid}`
      const { sid } = planted
      const answers = [
        await logInForCookies(cell.system, { ...ownPage, cookie }, { sid }),
        await logInForCookies(cell.system, { ...ownPage, cookie, sid }, { session: sid, refresh_token: sid }),
      ]
      const begun = answers.map((answer) => pairIn(answer).sid)
      expect(new Set([...begun, sid]).size).toBe(3)
    })

    test('begins a session also with cookies that name none, and ends nothing for them', async () => {
      const alice = await newSession(cell.system)
      for (const cookie of await uselessCookies(alice))
        expect((await logInForCookies(cell.system, { ...ownPage, cookie })).status).toBe(200)
      await expectLive(cell.system, alice)
    })

    test('ends nothing when it fails, or comes from a foreign page', async () => {
      const earlier = await newSession(cell.system)
      const cookie = cookieOf(earlier)
      const failing = (headers: Fields, credentials: object) =>
        logInForCookies(cell.system, { cookie, ...headers }, credentials)
      expect((await failing(ownPage, { password: 'guess' })).code).toBe('login_failed')
      expect((await failing(ownPage, { username: 'mallory' })).code).toBe('login_failed')
      expect((await failing(ownPage, { password: '' })).code).toBe('body_invalid')
      expect((await failing({ 'sec-fetch-site': 'cross-site' }, {})).code).toBe('csrf_refused')
      await expectLive(cell.system, earlier)
    })

    test('ends nothing when it asks for no cookies', async () => {
      const earlier = await newSession(cell.system)
      const inBody = { delivery: 'body' }
      const answer = await logInForCookies(cell.system, { cookie: cookieOf(earlier) }, inBody)
      expect([answer.status, setCookies(answer)]).toEqual([200, []])
      await expectLive(cell.system, earlier)
    })
  })

  forEachStrategy(withStore, (cell) => {
    // meets: ASVS-7.2.4 (redis, hybrid)
    test('ends the session that this browser had before, and no other', async () => {
      const phone = await newSession(cell.system, 'phone')
      const first = await logInForCookies(cell.system)
      const second = await logInAgain(cell.system, cookiesOf(first))
      expect(pairIn(second).sid).not.toBe(pairIn(first).sid)
      await expectEnded(cell.system, pairIn(first))
      const { body } = await ask(cell.system.issuer, 'GET', '/sessions', bearer(pairIn(second).access))
      const sids = body.sessions.map(({ sid }: { sid: string }) => sid)
      expect(sids.toSorted()).toEqual([phone.sid, pairIn(second).sid].toSorted())
      for (const session of [phone, pairIn(second)]) await expectLive(cell.system, session)
    })

    // meets: ASVS-7.2.4 (redis, hybrid)
    test('ends it by either cookie: that of the access token leaves the browser first', async () => {
      for (const name of ['access', 'refresh'] as const) {
        const earlier = await newSession(cell.system)
        expect((await logInAgain(cell.system, `__Host-${name}=${earlier[name]}`)).status).toBe(200)
        await expectEnded(cell.system, earlier)
      }
    })

    // meets: ASVS-7.2.4 (redis, hybrid)
    test('ends it once the access token has expired, too', async () => {
      const earlier = await newSession(cell.system)
      cell.system.clock.advance(600)
      expect((await logInAgain(cell.system, cookieOf(earlier))).status).toBe(200)
      expect(await refresh(cell.system, earlier.refresh)).toMatchObject(revoked)
    })

    test('begins a session also when the earlier one has ended, or timed out', async () => {
      const ended = await newSession(cell.system)
      await ask(cell.system.issuer, 'POST', '/logout', bearer(ended.access))
      const timedOut = await newSession(cell.system)
      expect((await logInAgain(cell.system, cookieOf(ended))).status).toBe(200)
      cell.system.clock.advance(1801)
      expect((await logInAgain(cell.system, cookieOf(timedOut))).status).toBe(200)
    })
  })

  forEachStrategy(['stateless'], (cell) => {
    test('ends nothing: the tokens of the session before work until they expire', async () => {
      const earlier = await newSession(cell.system)
      expect((await logInAgain(cell.system, cookieOf(earlier))).status).toBe(200)
      expect((await catalog(cell.system.api, earlier.access)).status).toBe(200)
      await expectLive(cell.system, earlier)
    })
  })
})

describe('the session before', () => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedisServer()
  })
  afterAll(() => redis.stop())

  describe.each(allStrategies)('%s:', (strategy) => {
    const told: SecurityEvent[] = []
    let system: System
    beforeEach(async () => {
      await redis.admin.flushall()
      system = await openSystem(strategy, redis, { tell: (event) => told.push(event) })
    })
    afterEach(() => system.close())

    // meets: ASVS-7.2.4 (redis, hybrid)
    test('that of another user is ended as well, and told of only where it is', async () => {
      const alice = await newSession(system)
      told.splice(0)
      expect((await logInAgain(system, cookieOf(alice), { username: 'bob' })).status).toBe(200)
      const ended = { event: 'authn_token_revoked', sub: 'user-1', sid: alice.sid }
      const began = ['authn_login_success', 'session_created'].map((event) => ({
        ...{ event, sub: 'user-2', network: 'unknown' },
      }))
      expect(told).toEqual(strategy === 'stateless' ? began : [ended, ...began])
      if (strategy !== 'stateless') await expectEnded(system, alice)
    })
  })

  test.each(withStore)('%s: one that cannot be ended lets nobody log in', async (strategy) => {
    await redis.admin.flushall()
    const system = await openSystem(strategy, redis)
    const [earlier, phone] = [await newSession(system), await newSession(system, 'phone')]
    // Sessions still begin; none ends.
    await redis.admin.acl('SETUSER', 'default', '-del')
    const refused = await logInAgain(system, cookieOf(earlier))
    await redis.admin.acl('SETUSER', 'default', '+del')
    expect(refused).toMatchObject({ status: 503, code: 'store_unavailable' })
    expect(setCookies(refused)).toEqual([])
    const { body } = await ask(system.issuer, 'GET', '/sessions', bearer(phone.access))
    expect(body.sessions).toHaveLength(2)
    expect((await logInAgain(system, cookieOf(earlier))).status).toBe(200)
    await expectEnded(system, earlier)
    await system.close()
  })
})

const revoked = { status: 401, code: 'session_revoked' }

const cookieOf = ({ access, refresh: token }: Pair) => `__Host-access=${access}; __Host-refresh=${token}`

function pairIn(answer: Answer): Pair {
  const [access = '', token = ''] = setCookies(answer).map(({ value }) => value)
  return { access, refresh: token, sid: String(decodeJwt(access).sid) }
}

/** A login in the browser that has these cookies. */
const logInAgain = (system: System, cookie: string, credentials: object = {}) =>
  logInForCookies(system, { ...ownPage, cookie }, credentials)

/** None of them proves that its bearer had the session: forged, with claims changed, no token, or in the other's place. */
async function uselessCookies({ access, refresh: token }: Pair): Promise<string[]> {
  const { privateKey } = await generateKeyPair('Ed25519')
  const forge = signerWith('Ed25519', privateKey)
  const forged = (of: string) => forge(encode(decodeProtectedHeader(of)), encode(decodeJwt(of)))
  const [header, , signature] = token.split('.')
  const changed = [header, encode({ ...Object(decodeJwt(token)), jti: 'another' }), signature].join('.')
  return [
    `__Host-access=${await forged(access)}; __Host-refresh=${await forged(token)}`,
    `__Host-refresh=${changed}`,
    '__Host-access=; __Host-refresh=no-token',
    `__Host-access=${token}; __Host-refresh=${access}`,
    `access=${access}; refresh=${token}`,
  ]
}

async function expectEnded(system: System, { access, refresh: token }: Pair): Promise<void> {
  expect(await onceRevoked(system, () => catalog(system.api, access))).toMatchObject(revoked)
  expect(await refresh(system, token)).toMatchObject(revoked)
}

/** The issuer knows first of what was ended. */
async function expectLive(system: System, { refresh: token }: Pair): Promise<void> {
  expect((await refresh(system, token)).status).toBe(200)
}

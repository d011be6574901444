import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SecurityEvent } from '../../examples/stateless/src/watch/security-events.ts'
import {
  ask,
  bearer,
  catalog,
  eventually,
  logIn,
  newSession,
  pairOf,
  password,
  refresh,
  transfer,
} from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'

const exchangeSecret = 'only-the-issuer-and-the-api-know-this'
const env = { EXCHANGE_SECRET: exchangeSecret }
const network = 'unknown'
const alice = { sub: 'user-1', network }

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedisServer()
})
afterAll(() => redis.stop())

describe.each(allStrategies)('%s tells of', (strategy) => {
  const keepsSessions = strategy !== 'stateless'
  let system: System
  let told: SecurityEvent[]

  beforeEach(async () => {
    await redis.admin.flushall()
    told = []
    system = await openSystem(strategy, redis, { env, tell: (event) => told.push(event) })
  })
  afterEach(() => system.close())

  async function toldBy(run: () => Promise<unknown>): Promise<SecurityEvent[]> {
    const before = told.length
    await run()
    return told.slice(before)
  }

  const post = (path: string, token: string) => ask(system.issuer, 'POST', path, bearer(token))

  test('a login', async () => {
    expect(await toldBy(() => newSession(system))).toEqual([
      { event: 'authn_login_success', ...alice },
      { event: 'session_created', ...alice },
    ])
  })

  test('a login that failed, and on no account by the name that was typed', async () => {
    const failed = { event: 'authn_login_fail', network, detail: 'login_failed' }
    expect(await toldBy(() => logIn(system, 'laptop', 'alice', 'guess'))).toEqual([{ ...failed, ...alice }])
    expect(await toldBy(() => logIn(system, 'laptop', 'mallory', 'guess'))).toEqual([
      { ...failed, sub: 'nobody' },
    ])
  })

  test('a refresh', async () => {
    const session = await newSession(system)
    expect(await toldBy(() => refresh(system, session.refresh))).toEqual([
      { event: 'session_renewed', ...alice },
    ])
  })

  test('a refresh token that was used before, and of the session that it ended', async () => {
    const first = await newSession(system)
    const second = pairOf(await refresh(system, first.refresh))
    system.clock.advance(11)
    const renewed = { event: 'session_renewed', ...alice }
    expect(await toldBy(() => refresh(system, first.refresh))).toEqual([
      keepsSessions ? { event: 'authn_token_reuse', ...alice, sid: first.sid } : renewed,
    ])
    expect(await toldBy(() => refresh(system, second.refresh))).toEqual([
      keepsSessions ? { event: 'session_expired', ...alice } : renewed,
    ])
  })

  test('a logout, and a device that was revoked', async () => {
    const laptop = await newSession(system, 'laptop')
    const phone = await newSession(system, 'phone')
    const revoked = { event: 'authn_token_revoked', sub: 'user-1' }
    const revokePhone = () => ask(system.issuer, 'DELETE', `/sessions/${phone.sid}`, bearer(laptop.access))
    expect(await toldBy(revokePhone)).toEqual(keepsSessions ? [{ ...revoked, sid: phone.sid }] : [])
    expect(await toldBy(() => post('/logout', laptop.access))).toEqual([{ ...revoked, sid: laptop.sid }])
  })

  test('all others, all, and all of an account', async () => {
    const ended = { event: 'authn_all_tokens_revoked', sub: 'user-1' }
    const [session, { access: admin }] = [await newSession(system), await newSession(system, 'tv', 'carol')]
    const others = keepsSessions ? [{ ...ended, sid: session.sid, detail: 'others' }] : []
    expect(await toldBy(() => post('/logout-others', session.access))).toEqual(others)
    expect(await toldBy(() => post('/logout-all', session.access))).toEqual([ended])
    const byAdmin = keepsSessions ? [{ ...ended, actor: 'user-3', detail: 'by_admin' }] : []
    expect(await toldBy(() => post('/accounts/user-1/logout-all', admin))).toEqual(byAdmin)
  })

  test('a missing role, and where it was missed', async () => {
    const { access, sid } = await newSession(system, 'laptop', 'bob')
    expect(await toldBy(() => transfer(system.api, access))).toEqual([
      { event: 'authz_fail', sub: 'user-2', sid, route: 'POST /transfer' },
    ])
  })

  test('a route by its pattern, and not by what somebody typed into it', async () => {
    const { access, sid } = await newSession(system)
    const [event] = await toldBy(() => post(`/accounts/${password.replaceAll(' ', '-')}/logout-all`, access))
    const route = 'POST /accounts/:sub/logout-all'
    expect(event).toEqual({ event: 'authz_fail', sub: 'user-1', sid, route })
  })

  // meets: RFC9700-4.9.3
  test('all of this without a token, a password, a typed name or a secret', async () => {
    const laptop = await newSession(system)
    await logIn(system, 'laptop', 'mallory', 'wrong-password')
    await logIn(system, 'laptop', 'a-password-typed-as-a-name', 'guess')
    const renewed = pairOf(await refresh(system, laptop.refresh))
    const [bob, admin] = [await newSession(system, 'tv', 'bob'), await newSession(system, 'tv', 'carol')]
    await transfer(system.api, renewed.access)
    await transfer(system.api, bob.access)
    system.clock.advance(11)
    await refresh(system, laptop.refresh)
    for (const path of ['/logout-others', '/logout-all', '/logout']) await post(path, bob.access)
    await post('/accounts/user-1/logout-all', admin.access)
    const tokens = [laptop, renewed, bob, admin].flatMap(({ access, refresh: token }) => [access, token])
    const typed = ['alice', 'bob', 'carol', 'mallory', 'a-password-typed-as-a-name', 'wrong-password']
    const parts = tokens.flatMap((token) => [...token.split('.').slice(1), String(decodeJwt(token).jti)])
    const text = JSON.stringify(told)
    expect([...typed, ...parts, password, exchangeSecret].filter((secret) => text.includes(secret))).toEqual(
      [],
    )
    expect(told.map(({ event }) => event)).toEqual(expect.arrayContaining(namesOf(strategy)))
  })
})

/** What the long test must have brought about, or else it has searched nothing. */
const namesOf = (strategy: string) => [
  ...['authn_login_success', 'authn_login_fail', 'session_created', 'session_renewed'],
  ...['authz_fail', 'authn_all_tokens_revoked'],
  strategy === 'stateless' ? 'authn_token_revoked' : 'authn_token_reuse',
]

describe('hybrid tells of', () => {
  let system: System
  let told: SecurityEvent[]
  const isFallback = ({ event }: SecurityEvent) => event === 'authn_policy_fallback'

  beforeEach(async () => {
    await redis.admin.flushall()
    told = []
    system = await openSystem('hybrid', redis, { tell: (event) => told.push(event) })
  })
  afterEach(() => system.close())

  test('answers that rest on old knowledge: once for each route a minute, and not for each request', async () => {
    const { access, sid } = await newSession(system)
    const fallback = { event: 'authn_policy_fallback', sub: 'user-1', sid }
    const [onCatalog, onMe] = [
      { ...fallback, route: 'GET /catalog' },
      { ...fallback, route: 'GET /me' },
    ]
    const tellingsFrom = told.length
    const fallbacks = () => told.slice(tellingsFrom).filter(isFallback)
    const steadyMs = performance.now.bind(performance)
    let laterMs = 0
    const steadyClock = vi.spyOn(performance, 'now').mockImplementation(() => steadyMs() + laterMs)
    const askTwice = async () => {
      for (const path of ['/catalog', '/me', '/catalog', '/me'])
        await ask(system.api, 'GET', path, bearer(access))
      await transfer(system.api, access)
    }
    await askTwice()
    expect(fallbacks()).toEqual([])
    await system.api.store?.disconnect()
    await askTwice()
    expect(fallbacks()).toEqual([onCatalog, onMe])
    laterMs = 30_000
    await askTwice()
    expect(fallbacks()).toEqual([onCatalog, onMe])
    laterMs = 60_000
    await catalog(system.api, access)
    expect(fallbacks()).toEqual([onCatalog, onMe, onCatalog])
    steadyClock.mockRestore()
  })

  test('revocations that Redis lost and the issuer wrote down again, and of a start without any', async () => {
    expect(told).toEqual([{ event: 'authn_policy_fallback', detail: 'revocations_started_over' }])
    const keys = await redis.admin.keys('*revocations*')
    await redis.admin.del(...keys)
    await eventually(
      () => ask(system.issuer, 'GET', '/readyz'),
      () => told.length > 1,
    )
    await newSession(system)
    expect(told.filter(isFallback).slice(1)).toEqual([
      { event: 'authn_policy_fallback', detail: 'revocations_restored' },
    ])
  })
})

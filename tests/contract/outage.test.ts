import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  bearer,
  catalog,
  eventually,
  isOk,
  logIn,
  newSession,
  refresh,
  signIn,
  transfer,
} from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'
import { forEachStrategy } from './matrix.ts'

describe('the line to Redis is cut', () => {
  forEachStrategy(allStrategies, (cell) => {
    test('each route answers as the strategy says, and rightly again afterwards', async () => {
      const { access, refresh: token } = await newSession(cell.system)
      await Promise.all(services(cell.system).map((service) => service.store?.disconnect()))
      expect(await answersDuringOutage(cell.system, access, token)).toEqual(expected[cell.strategy])
      await Promise.all(services(cell.system).map((service) => service.store?.connect()))
      await eventually(() => transfer(cell.system.api, access), isOk)
    })
  })

  const expected = {
    stateless: { catalog: 'ok', me: 'ok', transfer: 'ok', refresh: 'ok', login: 'ok' },
    redis: {
      catalog: 'store_unavailable',
      me: 'store_unavailable',
      transfer: 'store_unavailable',
      refresh: 'store_unavailable',
      login: 'store_unavailable',
    },
    hybrid: {
      catalog: 'ok',
      me: 'ok',
      transfer: 'revocations_stale',
      refresh: 'store_unavailable',
      login: 'store_unavailable',
    },
  }
})

describe('a real Redis goes away', () => {
  let engine: RedisServer
  beforeAll(async () => {
    engine = await startRedisServer()
  })
  afterAll(() => engine.stop())
  beforeEach(() => engine.admin.flushall())

  test('redis: killed, it costs 503 with Retry-After; back and empty, everybody is logged out', async () => {
    const system = await openSystem('redis', engine)
    const { access } = await newSession(system)
    await engine.kill()
    const refused = await eventually(
      () => catalog(system.api, access),
      ({ status }) => status !== 200,
    )
    expect(refused).toMatchObject({ status: 503, code: 'store_unavailable' })
    expect(refused.headers.get('retry-after')).toBe('1')
    await engine.restart()
    const back = await eventually(
      () => catalog(system.api, access),
      ({ status }) => status !== 503,
    )
    expect(back).toMatchObject({ status: 401, code: 'session_revoked' })
    await system.close()
  })

  // meets: ASVS-7.4.1 (hybrid)
  test('hybrid: a revocation acknowledged before Redis lost everything stays in force', async () => {
    const system = await openSystem('hybrid', engine)
    const phone = await newSession(system, 'phone')
    await ask(system.issuer, 'POST', '/logout', bearer(phone.access))
    await eventually(
      () => catalog(system.api, phone.access),
      ({ status }) => status === 401,
    )
    await engine.kill()
    expect(await catalog(system.api, phone.access)).toMatchObject({ status: 401, code: 'session_revoked' })
    await engine.restart()
    const laptop = await signIn(system)
    await eventually(() => transfer(system.api, laptop.access), isOk)
    expect(await catalog(system.api, phone.access)).toMatchObject({ status: 401, code: 'session_revoked' })
    await system.close()
  })

  test.each(['redis', 'hybrid'] as const)('%s: frozen, it is not waited for', async (strategy) => {
    const system = await openSystem(strategy, engine, {
      env: { REDIS_TIMEOUT_MS: '50', REVOCATION_BOUND_MS: '200' },
    })
    const { access } = await signIn(system)
    // On a busy machine the API service may not have found the log of revocations yet, and then allows nothing.
    await eventually(() => transfer(system.api, access), isOk)
    engine.freeze()
    // Every answer here comes while Redis cannot answer anything: it is thawed only afterwards.
    // First the services behind it may notice, then the service itself.
    const expectedCode = strategy === 'redis' ? 'store_unavailable' : 'revocations_stale'
    const refused = await eventually(
      () => transfer(system.api, access),
      ({ code }) => code === expectedCode,
    )
    const low = await catalog(system.api, access)
    engine.thaw()
    expect(refused.status).toBe(503)
    expect(low.status).toBe(strategy === 'redis' ? 503 : 200)
    await eventually(() => transfer(system.api, access), isOk)
    await system.close()
  })
})

const services = ({ issuer, api, otherApi }: System) => [issuer, api, otherApi]

async function answersDuringOutage(system: System, access: string, token: string) {
  const word = ({ code }: { code: string | undefined }) => code ?? 'ok'
  return {
    catalog: word(await catalog(system.api, access)),
    me: word(await ask(system.api, 'GET', '/me', bearer(access))),
    transfer: word(await transfer(system.api, access)),
    refresh: word(await refresh(system, token)),
    login: word(await logIn(system)),
  }
}

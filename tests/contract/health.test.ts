import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Fetch } from '../../examples/stateless/src/keys/remote-keys.ts'
import { ask, bearer, catalog, eventually, signIn, transfer } from '../kit/client.ts'
import { type Engine, type RedisServer, startRedisServer } from '../kit/engines.ts'
import { freePort } from '../kit/ports.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type StrategyName, type System, type SystemOptions } from '../kit/systems.ts'

const services = ['issuer', 'api', 'ledger'] as const
type ServiceName = (typeof services)[number]
type Need = 'keys' | 'store' | 'revocations'

/** What each service needs before it can do its work. */
const needs: Readonly<Record<StrategyName, Readonly<Record<ServiceName, Need[]>>>> = {
  stateless: { issuer: [], api: ['keys'], ledger: ['keys'] },
  redis: { issuer: ['store'], api: ['keys', 'store'], ledger: ['keys'] },
  hybrid: { issuer: ['revocations'], api: ['keys', 'revocations'], ledger: ['keys'] },
}

describe.each(allStrategies)('%s', (strategy) => {
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedisServer()
  })
  afterAll(() => redis.stop())
  beforeEach(() => redis.admin.flushall())

  async function open(options: SystemOptions = {}, engine: Pick<Engine, 'url'> = redis): Promise<System> {
    const system = await openSystem(strategy, engine, options)
    onTestFinished(() => system.close())
    return system
  }

  /** All that a service says while it lacks these. */
  function answerOf(service: ServiceName, lacking: readonly Need[] = []) {
    const checks = needs[strategy][service].map((need) => [need, !lacking.includes(need)] as const)
    const isReady = checks.every(([, ok]) => ok)
    const body = { status: isReady ? 'ready' : 'not_ready', checks: Object.fromEntries(checks) }
    return { status: isReady ? 200 : 503, body }
  }

  /** Waits for each service by itself: they learn of things at different times. */
  async function expectSoon(system: System, lacking: readonly Need[] = []): Promise<void> {
    for (const service of services) {
      const expected = answerOf(service, lacking)
      const answer = await eventually(
        () => ask(system[service], 'GET', '/readyz'),
        ({ status }) => status === expected.status,
      )
      expect(answer.body).toEqual(expected.body)
    }
    await expectAlive(system)
  }

  test('is ready when it has what it needs', async () => {
    await expectSoon(await open())
  })

  test('with Redis gone it is alive, and ready unless it can do nothing without', async () => {
    const system = await open()
    const { access } = await signIn(system)
    await redis.kill()
    await untilNoticed(strategy, system, access)
    await expectSoon(system, ['store'])
    await redis.restart()
    await expectSoon(system)
  })

  test('with Redis hung it is the same, once requests have found out', async () => {
    const system = await open({ env: { REDIS_TIMEOUT_MS: '200', REVOCATION_BOUND_MS: '400' } })
    const { access } = await signIn(system)
    redis.freeze()
    await untilNoticed(strategy, system, access)
    await expectSoon(system, ['store'])
    redis.thaw()
    await expectSoon(system)
  })

  test('started without Redis it is alive, and gets ready by itself once Redis is there', async () => {
    await redis.kill()
    const system = await open()
    await expectSoon(system, ['store', 'revocations'])
    await redis.restart()
    await expectSoon(system)
  })

  test('with the log of revocations lost it is not ready where nobody can say what was revoked', async () => {
    const system = await open()
    await system.issuer.store?.disconnect()
    await redis.admin.flushall()
    const expected = answerOf('api', ['revocations'])
    const answer = await eventually(
      () => ask(system.api, 'GET', '/readyz'),
      ({ status }) => status === expected.status,
    )
    expect(answer.body).toEqual(expected.body)
    await expectAlive(system)
    await system.issuer.store?.connect()
    await expectSoon(system)
  })

  test('without keys it is alive, and ready only where nothing has to be verified with them', async () => {
    const [system, issuer] = await openBehindSwitch(open)
    issuer.isAway = true
    await expectSoon(system, ['keys'])
    issuer.isAway = false
    // Who has no keys asks again after a second.
    system.clock.advance(1)
    await expectSoon(system)
  })

  test('with keys at hand it stays ready while the issuer is away', async () => {
    const [system, issuer] = await openBehindSwitch(open)
    await expectSoon(system)
    issuer.isAway = true
    system.clock.advance(3_600)
    await expectSoon(system)
  })

  test('while it stops it is alive, not ready, and still serves', async () => {
    const system = await open()
    const { access } = await signIn(system)
    for (const service of services) {
      system[service].health.startStopping()
      const { status, body } = await ask(system[service], 'GET', '/readyz')
      const { checks } = answerOf(service).body
      expect([service, status, body]).toEqual([service, 503, { status: 'stopping', checks }])
    }
    await expectAlive(system)
    const served = await catalog(system.api, access)
    expect([served.status, served.headers.get('connection')]).toEqual([200, 'close'])
  })

  test('says nothing of where its Redis is or how to get in, and is for no cache', async () => {
    const url = `redis://user:my-redis-secret@127.0.0.1:${await freePort()}`
    const EXCHANGE_SECRET = 'only-the-issuer-and-the-api-know-this'
    const system = await open({ env: { EXCHANGE_SECRET } }, { url })
    await expectSoon(system, ['store', 'revocations'])
    for (const service of services) {
      const { headers } = await ask(system[service], 'GET', '/readyz')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(JSON.stringify([...headers])).not.toContain('secret')
    }
  })
})

async function expectAlive(system: System): Promise<void> {
  for (const service of services) {
    const { status, body } = await ask(system[service], 'GET', '/healthz')
    expect([service, status, body]).toEqual([service, 200, { status: 'ok' }])
  }
}

/** Until requests are refused for it again and again: without the store, or without new revocations for high risk. */
async function untilNoticed(strategy: StrategyName, system: System, access: string): Promise<void> {
  if (strategy === 'stateless') return
  const atIssuer = () => ask(system.issuer, 'GET', '/sessions', bearer(access))
  for (const request of [() => transfer(system.api, access), atIssuer])
    for (let refusals = 0; refusals < 4; refusals++) await eventually(request, ({ status }) => status === 503)
}

/** A system whose services cannot reach the issuer while `isAway`. */
async function openBehindSwitch(open: (options: SystemOptions) => Promise<System>) {
  const issuer = { isAway: false }
  const wrapFetch =
    (fetch: Fetch): Fetch =>
    async (url, init) => {
      if (issuer.isAway && url.startsWith('http://localhost:3000')) throw new TypeError('fetch failed')
      return fetch(url, init)
    }
  return [await open({ wrapFetch }), issuer] as const
}

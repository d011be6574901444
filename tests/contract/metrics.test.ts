import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  bearer,
  catalog,
  eventually,
  json,
  logIn,
  newSession,
  password,
  signIn,
  transfer,
} from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { freePort } from '../kit/ports.ts'
import { read, type Sample } from '../kit/samples.ts'
import { allStrategies, withStore } from '../kit/strategies.ts'
import { openSystem, type Service, type System } from '../kit/systems.ts'
import { until } from '../kit/until.ts'

let redis: RedisServer
let system: System
beforeAll(async () => {
  redis = await startRedisServer()
})
afterAll(() => redis.stop())
beforeEach(() => redis.admin.flushall())
afterEach(() => system.close())

describe.each(allStrategies)('%s', (strategy) => {
  beforeEach(async () => {
    system = await openSystem(strategy, redis, { env: { TRUSTED_PROXIES: '1' } })
  })

  test('answers in the text format of Prometheus, with buckets that add up', async () => {
    await catalog(system.api, (await newSession(system)).access)
    for (const service of services()) {
      const samples = await read(service)
      const infinite = samples.filter(({ labels }) => labels.le === '+Inf')
      for (const { name, labels, value } of infinite) {
        const { le: _, ...rest } = labels
        expect(sampleOf(samples, name.replace(/_bucket$/, '_count'), rest)).toBe(value)
        const inBuckets = samples.filter((it) => it.name === name && it.labels.result === labels.result)
        const counts = inBuckets.map((it) => it.value)
        expect(counts).toEqual(counts.toSorted((a, b) => a - b))
      }
    }
    expect((await read(system.api)).some(({ labels }) => labels.le === '+Inf')).toBe(true)
  })

  test('counts each check of a token by its result', async () => {
    const { access, refresh } = await newSession(system)
    const checks = async (result: string) =>
      sampleOf(await read(system.api), 'token_verification_seconds_count', { strategy, result })
    for (const token of [access, access, access, 'words', 'words', refresh, ''])
      await catalog(system.api, token)
    expect(await checks('ok')).toBe(3)
    expect(await checks('token_malformed')).toBe(2)
    expect(await checks('token_type_invalid')).toBe(1)
    expect(await checks('token_missing')).toBe(1)
    system.clock.advance(400)
    await catalog(system.api, access)
    expect([await checks('ok'), await checks('token_expired')]).toEqual([3, 1])
    const seconds = sampleOf(await read(system.api), 'token_verification_seconds_sum', {
      strategy,
      result: 'ok',
    })
    expect(seconds).toBeGreaterThan(0)
  })

  test('counts security events by name, where they happen', async () => {
    const { access } = await newSession(system, 'laptop', 'bob')
    await logIn(system, 'laptop', 'alice', 'guess')
    await logIn(system, 'laptop', 'alice', 'guess')
    await transfer(system.api, access)
    const events = async (service: Service, event: string) =>
      sampleOf(await read(service), 'security_events_total', { strategy, event })
    expect(await events(system.issuer, 'authn_login_success')).toBe(1)
    expect(await events(system.issuer, 'authn_login_fail')).toBe(2)
    expect(await events(system.api, 'authz_fail')).toBe(1)
    expect(await events(system.otherApi, 'authz_fail')).toBe(0)
  })

  // meets: RFC9700-4.9.3
  test('has no user, no session, no address and no token in a label', async () => {
    const from = (address: string, init: RequestInit) => ({
      ...init,
      headers: { ...init.headers, 'x-forwarded-for': address },
    })
    const login = from('203.0.113.7', json({ username: 'alice', password, device: 'my-phone' }))
    await ask(system.issuer, 'POST', '/login', login)
    const { access, sid } = await newSession(system, 'my-phone', 'bob')
    await ask(system.api, 'GET', '/me', from('203.0.113.7', bearer(access)))
    await transfer(system.api, access)
    await ask(system.issuer, 'POST', '/logout', bearer(access))
    await catalog(system.api, access)
    const samples = (await Promise.all(services().map(read))).flat()
    const labels = samples.flatMap((sample) => Object.entries(sample.labels))
    expect(new Set(labels.map(([name]) => name))).toEqual(new Set(labelsOf(strategy)))
    const words = ['user-', 'alice', 'bob', sid, '203.0.113', 'my-phone', access, '/catalog']
    const values = labels.map(([, value]) => value).join('\n')
    expect(words.filter((word) => values.includes(word))).toEqual([])
  })

  test('says how old its knowledge of revocations is where answers rest on some', async () => {
    const { access } = await newSession(system)
    const answers = [
      await catalog(system.api, access),
      await catalog(system.api, 'words'),
      await ask(system.api, 'GET', '/nowhere'),
      await ask(system.issuer, 'GET', '/sessions', bearer(access)),
    ]
    const ages = answers.map(({ headers }) => headers.get('revocation-age-ms'))
    const isAge = strategy === 'hybrid' ? expect.stringMatching(/^\d+$/) : null
    expect(ages).toEqual([isAge, isAge, isAge, isAge])
    expect((await ask(system.ledger, 'GET', '/healthz')).headers.has('revocation-age-ms')).toBe(false)
  })
})

describe.each(withStore)('%s on a Redis that goes away', (strategy) => {
  beforeEach(async () => {
    system = await openSystem(strategy, redis)
  })

  const commands = async (result: string) =>
    sampleOf(await read(system.api), 'store_command_seconds_count', { strategy, result }) ?? 0
  const circuit = async () =>
    (await read(system.api)).filter(({ name, value }) => name === 'store_circuit' && value === 1)
  const inState = (state: string) => [{ name: 'store_circuit', labels: { strategy, state }, value: 1 }]

  test('times its commands, and shows its circuit open until Redis is back', async () => {
    const { access } = await signIn(system)
    const me = () => ask(system.api, 'GET', '/me', bearer(access))
    await me()
    expect(await commands('ok')).toBeGreaterThanOrEqual(1)
    expect(await circuit()).toEqual(inState('Closed'))
    await redis.kill()
    await untilAsking(me, async () => (await commands('not_tried')) > 0)
    expect(await commands('error')).toBeGreaterThanOrEqual(3)
    await untilAsking(me, async () => (await circuit())[0]?.labels.state === 'Open')
    await redis.restart()
    await eventually(me, ({ status }) => status !== 503)
    await untilAsking(me, async () => (await circuit())[0]?.labels.state === 'Closed')
    expect(await circuit()).toEqual(inState('Closed'))
  })

  test('counts what a frozen Redis does not answer in time', async () => {
    const { access } = await signIn(system)
    redis.freeze()
    const me = () => ask(system.api, 'GET', '/me', bearer(access))
    await untilAsking(me, async () => (await commands('timeout')) > 0)
    redis.thaw()
  })
})

describe('hybrid', () => {
  const gauge = async (name: string) => sampleOf(await read(system.api), name, { strategy: 'hybrid' })

  test('shows how many revocations an instance holds', async () => {
    system = await openSystem('hybrid', redis)
    const before = Number(await gauge('revocation_set_entries'))
    for (const device of ['laptop', 'phone']) {
      const { access } = await newSession(system, device)
      await ask(system.issuer, 'POST', '/logout', bearer(access))
      await eventually(
        () => catalog(system.api, access),
        ({ status }) => status === 401,
      )
    }
    expect(await gauge('revocation_set_entries')).toBe(before + 2)
  })

  test('shows an age that grows while Redis is away, and shrinks when it is back', async () => {
    system = await openSystem('hybrid', redis)
    await system.api.store?.disconnect()
    const young = Number(await gauge('revocation_set_age_seconds'))
    const old = Number(await gauge('revocation_set_age_seconds'))
    expect(old).toBeGreaterThan(young)
    await system.api.store?.connect()
    await until(async () => Number(await gauge('revocation_set_age_seconds')) < old)
  })

  test('has an endless age, and says unknown, before it knows any', async () => {
    system = await openSystem('hybrid', { url: `redis://127.0.0.1:${await freePort()}` })
    expect(await gauge('revocation_set_age_seconds')).toBe(Number.POSITIVE_INFINITY)
    expect((await catalog(system.api, '')).headers.get('revocation-age-ms')).toBe('unknown')
  })
})

const services = (): Service[] => [system.issuer, system.api, system.otherApi, system.ledger]

/** Asks and looks, again and again. Between two looks the network gets its turn: these answers alone would starve it. */
const untilAsking = (request: () => Promise<unknown>, isSo: () => Promise<boolean>): Promise<void> =>
  until(async () => {
    await request()
    return isSo()
  })

const labelsOf = (strategy: string) => [
  ...['strategy', 'result', 'le', 'event'],
  ...(strategy === 'stateless' ? [] : ['state']),
]

/** The value of the sample with exactly these labels. */
const sampleOf = (samples: readonly Sample[], name: string, labels: Sample['labels']): number | undefined =>
  samples.find((it) => it.name === name && isSame(it.labels, labels))?.value

const isSame = (a: Sample['labels'], b: Sample['labels']) =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, it]) => b[key] === it)

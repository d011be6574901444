import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, bearer, eventually, newSession, pairOf, signIn } from '../kit/client.ts'
import { type Engine, type RedisServer, startRedisServer } from '../kit/engines.ts'
import { withStore } from '../kit/strategies.ts'
import { quietFeed, type System } from '../kit/systems.ts'
import { until } from '../kit/until.ts'
import { limitsOf, openLimited, statusesOf, times, tryLogin, tryRefresh, wrong } from './limited.ts'
import { type Cell, forEachStrategy } from './matrix.ts'

describe('limits of several issuers over one Redis', () => {
  const suite = (cell: Cell) => {
    test('are counted together', async () => {
      const limits = limitsOf({ failuresByAccountAndNetwork: 3, refreshesByAccount: 2 })
      const [one, other] = [await openLimited(cell, limits), await openLimited(cell, limits)]
      const guesses = [one, other, one, other, one].map((system) => () => tryLogin(system, wrong))
      expect(await statusesOf(guesses)).toEqual([401, 401, 401, 429, 429])
      const token = async (system: System) => pairOf(await tryLogin(system, { username: 'bob' })).refresh
      const renewals = [
        [one, await token(one)],
        [other, await token(other)],
        [one, await token(one)],
      ] as const
      const renew = renewals.map(
        ([system, text]) =>
          () =>
            tryRefresh(system, text),
      )
      expect(await statusesOf(renew)).toEqual([200, 200, 429])
    })

    test('are over when they said they would be', async () => {
      const system = await openLimited(cell, limitsOf({ loginsByNetwork: 1 }))
      await tryLogin(system)
      const [key = ''] = await cell.engine.admin.keys('limit:loginsByNetwork:*')
      await cell.engine.admin.pexpire(key, 34_567)
      const before = await secondsLeft(cell.engine, key)
      const { status, headers } = await tryLogin(system)
      const after = await secondsLeft(cell.engine, key)
      const told = Number(headers.get('retry-after'))
      expect([status, told <= before, told >= after]).toEqual([429, true, true])
      await cell.engine.admin.pexpire(key, 1)
      await until(async () => (await cell.engine.admin.exists(key)) === 0)
      expect((await tryLogin(system)).status).toBe(200)
    })

    test('take nothing from a session: a refresh token that was refused works later', async () => {
      const system = await openLimited(cell, limitsOf({ refreshesByAccount: 1 }))
      const first = await newSession(system)
      const { refresh: token } = pairOf(await tryRefresh(system, first.refresh))
      expect(await statusesOf(times(3, () => tryRefresh(system, token)))).toEqual(times(3, 429))
      await forgetLimits(cell.engine)
      expect((await tryRefresh(system, token)).status).toBe(200)
    })

    test('leave no name in Redis that somebody typed', async () => {
      const system = await openLimited(cell, limitsOf({}))
      await tryLogin(system, { username: 'my-password', ...wrong })
      const keys = await cell.engine.admin.keys('limit:*')
      expect(keys.map((key) => key.split(':')[1]).sort()).toEqual([
        ...['failuresByAccount', 'failuresByAccountAndNetwork', 'loginsByNetwork'],
      ])
      expect(keys.join()).not.toContain('my-password')
      for (const key of keys) expect(await secondsLeft(cell.engine, key)).toBeGreaterThan(0)
    })
  }
  forEachStrategy(withStore, suite)
})

describe.each(withStore)('limits of %s on a real Redis', (strategy) => {
  let engine: RedisServer
  let one: System
  let other: System
  beforeAll(async () => {
    engine = await startRedisServer()
  })
  afterAll(() => engine.stop())
  beforeEach(async () => {
    await engine.admin.flushall()
    const limits = limitsOf({ loginsByNetwork: 3 })
    const env = { REDIS_TIMEOUT_MS: '1000' }
    one = await openLimited({ strategy, engine }, limits, { env })
    other = await openLimited({ strategy, engine }, limits, { env })
  })

  const logins = (from: string, ...at: System[]) =>
    statusesOf(at.map((system) => () => tryLogin(system, { from })))

  test('are counted by each issuer for itself while it is gone, and together again afterwards', async () => {
    const tokens = await tokensOf(one, other)
    await engine.kill()
    expect(await logins('192.0.2.1', one, one, one, one)).toEqual([503, 503, 503, 429])
    expect(await logins('192.0.2.1', other, other, other, other)).toEqual([503, 503, 503, 429])
    await engine.restart()
    await answering(tokens)
    expect(await logins('192.0.2.2', one, other, one, other, one)).toEqual([200, 200, 200, 429, 429])
  })

  test('do not wait for it while it hangs and the circuit is open, and remember what it had counted', async () => {
    const tokens = await tokensOf(one, other)
    expect(await logins('192.0.2.1', one, other)).toEqual([200, 200])
    engine.freeze()
    for (const system of [one, other]) await untilNotAsked(system)
    for (const system of [one, other])
      expect(await logins('192.0.2.3', system, system, system, system)).toEqual([503, 503, 503, 429])
    engine.thaw()
    await answering(tokens)
    expect(await logins('192.0.2.1', one, other)).toEqual([200, 429])
  })

  test('forgive what Redis and not the password was to blame for', async () => {
    const limits = limitsOf({ failuresByAccountAndNetwork: 1, failuresByAccount: 1 })
    const system = await openLimited({ strategy, engine }, limits)
    const tokens = await tokensOf(system)
    await system.issuer.store?.disconnect()
    expect(await logins('192.0.2.1', system, system, system)).toEqual([503, 503, 503])
    await system.issuer.store?.connect()
    await answering(tokens)
    expect(await logins('192.0.2.1', system, system)).toEqual([200, 200])
  })
})

/** Commands as clients send them, without those that scripts run: each is one round trip. */
describe('what a login costs', () => {
  let engine: RedisServer
  beforeAll(async () => {
    engine = await startRedisServer()
  })
  afterAll(() => engine.stop())
  beforeEach(() => engine.admin.flushall())

  const counting = (count: number) => times(count, 'evalsha')

  test.each(withStore)('%s: counting is three commands, and two more to forgive', async (strategy) => {
    const system = await openLimited({ strategy, engine }, limitsOf({ failuresByAccountAndNetwork: 2 }), {
      env: quietFeed,
    })
    // The first of each script is sent as a whole.
    await tryLogin(system)
    const [right, guess] = [() => tryLogin(system), () => tryLogin(system, wrong)]
    expect(await commandsOf(engine, right)).toEqual([...counting(3), 'get', 'eval', ...counting(2)])
    expect(await commandsOf(engine, guess)).toEqual([...counting(3), 'get'])
    await guess()
    expect(await commandsOf(engine, guess)).toEqual(counting(2))
    const { refresh: token } = await newSession(system, 'laptop', 'bob')
    expect(await commandsOf(engine, () => tryRefresh(system, token))).toEqual([
      ...[...counting(2), 'getex', 'eval'],
    ])
  })
})

const secondsLeft = async ({ admin }: Engine, key: string) => Math.ceil((await admin.pttl(key)) / 1000)

async function forgetLimits({ admin }: Engine): Promise<void> {
  for (const key of await admin.keys('limit:*')) await admin.del(key)
}

type Tokens = ReadonlyMap<System, string>

/** Of each issuer one of its own: what another has signed it refuses by itself, and does not ask Redis about. */
async function tokensOf(...systems: System[]): Promise<Tokens> {
  const tokens = new Map<System, string>()
  for (const system of systems) tokens.set(system, (await signIn(system)).access)
  return tokens
}

/** Until each issuer has its store again: it knows the session or not, but says so. */
async function answering(tokens: Tokens): Promise<void> {
  for (const [{ issuer }, access] of tokens)
    await eventually(
      () => ask(issuer, 'GET', '/sessions', bearer(access)),
      ({ status }) => status !== 503,
    )
}

/** Until the circuit is open, so that Redis is not asked any more. */
const untilNotAsked = (system: System): Promise<void> =>
  until(async () => {
    await tryLogin(system, { from: '198.51.100.1' })
    const { body } = await ask(system.issuer, 'GET', '/metrics')
    return /^store_circuit\{state="Open",.*\} 1$/m.test(body)
  })

async function commandsOf(engine: RedisServer, run: () => Promise<unknown>): Promise<string[]> {
  const monitor = await engine.admin.monitor()
  const commands: string[] = []
  const seenAll = new Promise<void>((resolve) => {
    monitor.on('monitor', (_time: string, [name = '', text]: string[], source: string) => {
      if (text === 'the end') resolve()
      else if (source !== 'lua') commands.push(name.toLowerCase())
    })
  })
  await run()
  await engine.admin.echo('the end')
  await seenAll
  monitor.disconnect()
  return commands
}

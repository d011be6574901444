import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, bearer, catalog, newSession, type Pair, pairOf, refresh } from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { SetClock } from '../kit/keys.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem, quietFeed, type System } from '../kit/systems.ts'
import { until } from '../kit/until.ts'

const env = {
  ...quietFeed,
  ...{ ACCESS_TTL_SECONDS: '1800', SESSION_IDLE_SECONDS: '1800', SESSION_ABSOLUTE_SECONDS: '3600' },
}

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedisServer()
})
afterAll(() => redis.stop())

describe.each(withStore)(
  '%s, with time that stands still and a Redis that tells what it is asked:',
  (strategy) => {
    let system: System
    beforeEach(async () => {
      await redis.admin.flushall()
      system = await openSystem(strategy, redis, { env, clock: new SetClock() })
    })
    afterEach(() => system.close())

    const me = ({ access }: Pair) => ask(system.api, 'GET', '/me', bearer(access))
    const keyOf = ({ sid }: Pair) => `session:{user-1}:${sid}`

    /** A session that began so long ago, and was kept alive. */
    async function sessionOfAge(seconds: number): Promise<Pair> {
      const first = await newSession(system)
      const untilRefresh = Math.min(seconds, 1799)
      system.clock.advance(untilRefresh)
      const latest = pairOf(await refresh(system, first.refresh))
      system.clock.advance(seconds - untilRefresh)
      return latest
    }

    // meets: ASVS-7.3.1, ASVS-7.3.2 (redis, hybrid)
    test.each([
      [0, 1800],
      [1799, 1800],
      [1800, 1800],
      [1801, 1799],
      [2600, 1000],
      [3499, 101],
      [3599, 1],
    ])(
      'used %i s after its login, a session lives for another %i s: idle or absolute, whatever comes first',
      async (age, left) => {
        const session = await sessionOfAge(age)
        const commands = await commandsDuring(async () => expect((await me(session)).status).toBe(200))
        expect(commands).toContainEqual(['getex', keyOf(session), 'PX', String(left * 1000)])
        expect(await redis.admin.pttl(keyOf(session))).toBeLessThanOrEqual(left * 1000)
      },
    )

    // meets: ASVS-7.3.2 (redis, hybrid)
    test('at its absolute end a session opens nothing, and Redis is not even asked', async () => {
      const session = await sessionOfAge(3600)
      const commands = await commandsDuring(async () => {
        expect(await me(session)).toMatchObject({ status: 401, code: 'session_revoked' })
        expect(await refresh(system, session.refresh)).toMatchObject({ status: 401, code: 'session_revoked' })
      })
      expect(commands.filter(([, key]) => key === keyOf(session))).toEqual([])
      system.clock.advance(5)
      expect(await catalog(system.api, session.access)).toMatchObject({ status: 401, code: 'token_expired' })
    })

    // meets: ASVS-7.3.1, RFC9700-4.14.2-expiry (redis, hybrid)
    test('a refresh token that was not used for the idle time has expired by itself, whatever Redis still has', async () => {
      const session = await newSession(system)
      system.clock.advance(1800 + 4)
      expect((await refresh(system, session.refresh)).status).toBe(200)
      const unused = await newSession(system)
      system.clock.advance(1800 + 5)
      expect(await redis.admin.exists(keyOf(unused))).toBe(1)
      expect(await refresh(system, unused.refresh)).toMatchObject({ status: 401, code: 'token_expired' })
    })

    test('last seen is written once a minute, however many requests come, and nothing else ever is', async () => {
      const session = await newSession(system)
      const atOnce = () => Promise.all(Array.from({ length: 20 }, () => me(session)))
      await redis.admin.config('RESETSTAT')
      await atOnce()
      system.clock.advance(59)
      await atOnce()
      expect(await calls()).toEqual({ getex: 40 })
      for (let minute = 1; minute <= 3; minute++) {
        system.clock.advance(minute === 1 ? 1 : 60)
        await atOnce()
        await until(async () => ((await calls()).set ?? 0) >= minute)
        await atOnce()
        expect((await calls()).set).toBe(minute)
      }
      // Whoever loses the race has looked whether the record is still the one it read.
      expect(Object.keys(await calls()).sort()).toEqual(['eval', 'get', 'getex', 'set'])
    })

    /** All commands that clients sent meanwhile, and those that scripts ran for them. */
    async function commandsDuring(run: () => Promise<unknown>): Promise<string[][]> {
      const seen: string[][] = []
      const monitor = await redis.admin.monitor()
      monitor.on('monitor', (_: string, command: string[]) => seen.push(command))
      await run()
      const last = ['echo', crypto.randomUUID()]
      await redis.admin.echo(last[1] ?? '')
      await until(async () => seen.some((command) => String(command) === String(last)))
      monitor.disconnect()
      return seen
    }

    async function calls(): Promise<Record<string, number>> {
      const stats = await redis.admin.info('commandstats')
      const counted = [...stats.matchAll(/cmdstat_([\w|]+):calls=(\d+)/g)]
      const ofRequests = counted.filter(([, name]) => !/^(info|config\|resetstat)$/.test(name ?? ''))
      return Object.fromEntries(ofRequests.map(([, name, times]) => [name, Number(times)]))
    }
  },
)

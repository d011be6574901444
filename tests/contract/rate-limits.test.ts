import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { defaultLimits } from '../../examples/stateless/src/http/rate-limits.ts'
import type { SecurityEvent } from '../../examples/stateless/src/watch/security-events.ts'
import { type Answer, newSession, pairOf } from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { allStrategies } from '../kit/strategies.ts'
import { limitsOf, openLimited, statusesOf, times, tryLogin, tryRefresh, wrong } from './limited.ts'
import { type Cell, forEachStrategy } from './matrix.ts'

const [elsewhere, farAway] = ['198.51.100.9', '192.0.2.33']

describe('limits', () => {
  const suite = (cell: Cell) => {
    test('a guesser has few tries at an account, and is then refused also with the right password', async () => {
      const system = await openLimited(cell, limitsOf({ failuresByAccountAndNetwork: 3 }))
      const guess = () => tryLogin(system, wrong)
      expect(await statusesOf(times(3, guess))).toEqual(times(3, 401))
      const refused = await tryLogin(system)
      expect(refused).toMatchObject({ status: 429, code: 'rate_limited' })
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
    })

    test('a guesser locks out nobody but himself: the owner is on another network', async () => {
      const few = { failuresByAccountAndNetwork: 2, failuresByAccount: 4 }
      const system = await openLimited(cell, limitsOf(few))
      const guess = () => tryLogin(system, wrong)
      expect(await statusesOf(times(10, guess))).toEqual([401, 401, ...times(8, 429)])
      expect((await tryLogin(system, { from: elsewhere })).status).toBe(200)
      expect((await tryLogin(system, { username: 'bob' })).status).toBe(200)
    })

    test('many guessers share what an account bears, and leave the other accounts alone', async () => {
      const system = await openLimited(cell, limitsOf({ failuresByAccount: 3 }))
      const guesses = [1, 2, 3, 4].map((n) => () => tryLogin(system, { from: `192.0.2.${n}`, ...wrong }))
      expect(await statusesOf(guesses)).toEqual([401, 401, 401, 429])
      expect((await tryLogin(system, { from: farAway })).status).toBe(429)
      expect((await tryLogin(system, { from: farAway, username: 'bob' })).status).toBe(200)
    })

    test('a network has few logins, right or wrong and for whomever; another has its own', async () => {
      const system = await openLimited(cell, limitsOf({ loginsByNetwork: 3 }))
      const answers = await statusesOf([
        () => tryLogin(system),
        () => tryLogin(system, { username: 'bob', ...wrong }),
        () => tryLogin(system, { username: 'mallory' }),
        () => tryLogin(system),
      ])
      expect(answers).toEqual([200, 401, 401, 429])
      expect((await tryLogin(system, { from: elsewhere })).status).toBe(200)
    })

    test('right passwords are no failures', async () => {
      const few = { failuresByAccountAndNetwork: 2, failuresByAccount: 2 }
      const system = await openLimited(cell, limitsOf(few))
      const [right, guess] = [() => tryLogin(system), () => tryLogin(system, wrong)]
      expect(await statusesOf(times(5, right))).toEqual(times(5, 200))
      expect(await statusesOf([guess, right, guess, guess])).toEqual([401, 200, 401, 429])
    })

    test('guesses that are sent all at once are counted like any', async () => {
      const system = await openLimited(cell, limitsOf({ failuresByAccountAndNetwork: 3 }))
      const answers = await Promise.all(times(12, wrong).map((guess) => tryLogin(system, guess)))
      const statuses = answers.map(({ status }) => status).sort()
      expect(statuses).toEqual([...times(3, 401), ...times(9, 429)])
    })

    test('nobody can tell by them which accounts there are', async () => {
      const few = { failuresByAccountAndNetwork: 3, failuresByAccount: 5 }
      const system = await openLimited(cell, limitsOf(few))
      const seen = async (username: string, from: string) => {
        const guess = async () => visible(await tryLogin(system, { username, from, ...wrong }))
        return [await guess(), await guess(), await guess(), await guess()]
      }
      for (const from of ['192.0.2.1', '192.0.2.2'])
        expect(await seen('mallory', from)).toEqual(await seen('alice', from))
    })

    test('a network has few refreshes, whatever it sends', async () => {
      const system = await openLimited(cell, limitsOf({ refreshesByNetwork: 3 }))
      const { refresh: token } = await newSession(system)
      const answers = await statusesOf([
        () => tryRefresh(system, token),
        () => tryRefresh(system, 'words'),
        () => tryRefresh(system, ''),
        () => tryRefresh(system, token),
      ])
      expect(answers).toEqual([200, 401, 422, 429])
      expect((await tryRefresh(system, token, { from: elsewhere })).status).toBe(200)
    })

    test('an account has few refreshes, on all its devices together; forged tokens take none of them', async () => {
      const system = await openLimited(cell, limitsOf({ refreshesByAccount: 2 }))
      const [laptop, phone] = [await newSession(system, 'laptop'), await newSession(system, 'phone')]
      const forged = () => tryRefresh(system, `${laptop.refresh.slice(0, -4)}AAAA`)
      expect(await statusesOf(times(5, forged))).toEqual(times(5, 401))
      const renewed = pairOf(await tryRefresh(system, laptop.refresh))
      expect((await tryRefresh(system, phone.refresh, { from: elsewhere })).status).toBe(200)
      const refused = await tryRefresh(system, renewed.refresh)
      expect(refused).toMatchObject({ status: 429, code: 'rate_limited' })
      const other = await newSession(system, 'laptop', 'bob')
      expect((await tryRefresh(system, other.refresh)).status).toBe(200)
    })

    test('the log is told which limit was reached, and not what was typed or from where', async () => {
      const told: SecurityEvent[] = []
      const few = { loginsByNetwork: 2, failuresByAccountAndNetwork: 1, failuresByAccount: 2 }
      const system = await openLimited(cell, limitsOf({ ...few, refreshesByNetwork: 0 }), {
        tell: (event) => told.push(event),
      })
      const guess = (from: string) => tryLogin(system, { username: 'my-password', from, ...wrong })
      for (const from of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2', '192.0.2.3']) await guess(from)
      await tryRefresh(system, 'words')
      const excesses = told.filter(({ event }) => event === 'excess_rate_limit_exceeded')
      const reached = ['failuresByAccountAndNetwork', 'loginsByNetwork', 'failuresByAccount']
      expect(excesses).toEqual(
        [...reached, 'refreshesByNetwork'].map((detail) => ({ event: 'excess_rate_limit_exceeded', detail })),
      )
      expect(JSON.stringify(told)).not.toContain('my-password')
    })
  }
  forEachStrategy(allStrategies, suite)
})

describe('the limits as they are shipped', () => {
  let engine: RedisServer
  beforeAll(async () => {
    engine = await startRedisServer()
  })
  afterAll(() => engine.stop())
  beforeEach(() => engine.admin.flushall())

  test.each(allStrategies)('%s: bear what people do, and no guessing', async (strategy) => {
    const system = await openLimited({ strategy, engine }, defaultLimits)
    const guess = (from: string) => () => tryLogin(system, { from, ...wrong })
    expect(await statusesOf(times(6, guess('192.0.2.1')))).toEqual([...times(5, 401), 429])
    const fromMany = Array.from({ length: 19 }, (_, n) => times(5, guess(`198.51.100.${n}`))).flat()
    expect(await statusesOf(fromMany)).toEqual(times(95, 401))
    const refused = await tryLogin(system, { from: farAway })
    expect([refused.status, Number(refused.headers.get('retry-after')) > 900]).toEqual([429, true])
    const logIn = () => tryLogin(system, { username: 'bob' })
    expect(await statusesOf(times(31, logIn))).toEqual([...times(30, 200), 429])
  })

  test.each(allStrategies)('%s: bear a busy page, and no loop', async (strategy) => {
    const system = await openLimited({ strategy, engine }, defaultLimits)
    const { refresh: token } = await newSession(system)
    const renew = () => tryRefresh(system, token)
    expect(await statusesOf(times(61, renew))).toEqual([...times(60, 200), 429])
    const loop = () => tryRefresh(system, 'words')
    expect(await statusesOf(times(240, loop))).toEqual([...times(239, 401), 429])
  })
})

describe('a limit of one process', () => {
  afterEach(() => vi.useRealTimers())

  test('is over when it said it would be, and not before', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const engine = { url: undefined }
    const system = await openLimited({ strategy: 'stateless', engine }, limitsOf({ loginsByNetwork: 1 }))
    expect((await tryLogin(system)).status).toBe(200)
    vi.setSystemTime(Date.now() + 12_345)
    const refused = await tryLogin(system)
    expect(refused.headers.get('retry-after')).toBe('48')
    vi.setSystemTime(Date.now() + 47_000)
    expect((await tryLogin(system)).headers.get('retry-after')).toBe('1')
    vi.setSystemTime(Date.now() + 1_000)
    expect((await tryLogin(system)).status).toBe(200)
  })
})

/** What somebody sees of an answer who knows of no clock. */
const visible = ({ status, body, headers }: Answer) => ({ status, body, headers: [...headers.keys()].sort() })

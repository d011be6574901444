import type { Redis } from 'ioredis'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  createScript,
  endAllScript,
  endScript,
  raiseEpochScript,
  rewriteScript,
  rotateScript,
} from '../../examples/redis/src/sessions/session-scripts.ts'
import { ask, bearer, catalog, logIn, newSession, onceRevoked, pairOf, refresh } from '../kit/client.ts'
import { type Engine, engineNames, engines } from '../kit/engines.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem } from '../kit/systems.ts'
import { until } from '../kit/until.ts'
import { limitsOf, openLimited, statusesOf, tryLogin, wrong } from './limited.ts'
import { type Cell, forEachStrategy } from './matrix.ts'

// The mock, the server in the page and a real Redis answer the strategies alike. So the rest of the suite runs on one.

const minuteMs = 60_000

/** Every command that a strategy or a test here relies on, in an order that gives each something to find. */
const commands: readonly [title: string, send: (redis: Redis) => Promise<unknown>, answer: unknown][] = [
  ['SET PX', (redis) => redis.set('text', 'a', 'PX', minuteMs), 'OK'],
  ['GET', (redis) => redis.get('text'), 'a'],
  ['GET of nothing', (redis) => redis.get('nothing'), null],
  ['GETEX PX', (redis) => redis.getex('text', 'PX', 2 * minuteMs), 'a'],
  ['GETEX of nothing', (redis) => redis.getex('nothing', 'PX', minuteMs), null],
  ['EXISTS', (redis) => redis.exists('text', 'nothing'), 1],
  ['MGET', (redis) => redis.mget('text', 'nothing'), ['a', null]],
  ['HSET', (redis) => redis.hset('hash', 'one', '1', 'two', '2'), 2],
  ['HGETALL', (redis) => redis.hgetall('hash'), { one: '1', two: '2' }],
  ['PEXPIRE', (redis) => redis.pexpire('hash', minuteMs), 1],
  ['PEXPIRE of nothing', (redis) => redis.pexpire('nothing', minuteMs), 0],
  ['PTTL of nothing', (redis) => redis.pttl('nothing'), -2],
  ['ZADD', (redis) => redis.zadd('sorted', 2, 'b', 1, 'a', 3, 'c'), 3],
  ['ZRANGE', (redis) => redis.zrange('sorted', 0, -1), ['a', 'b', 'c']],
  ['ZRANGE WITHSCORES', (redis) => redis.zrange('sorted', -1, -1, 'WITHSCORES'), ['c', '3']],
  ['ZRANGEBYSCORE LIMIT', (redis) => redis.zrangebyscore('sorted', 1, '+inf', 'LIMIT', 0, 2), ['a', 'b']],
  ['ZRANGEBYSCORE (', (redis) => redis.zrangebyscore('sorted', '(2', '+inf', 'LIMIT', 0, 2), ['c']],
  ['ZREM', (redis) => redis.zrem('sorted', 'a', 'nothing'), 1],
  ['DEL', (redis) => redis.del('sorted', 'nothing'), 1],
  [
    'a pipeline',
    (redis) => redis.pipeline().get('text').zrange('nothing', 0, 0).exec(),
    [
      [null, 'a'],
      [null, []],
    ],
  ],
]

const [epoch, session, family, index] = ['epoch:{u}', 'session:{u}:s', 'family:{u}:s', 'sessions:{u}']
const create = (seenEpoch: string) => [
  ...[epoch, session, family, index],
  ...[seenEpoch, 'record', minuteMs, 'hash-1', minuteMs, 1000, 's', 'session:{u}:'],
]
const rotate = (shown: string, next: string, atMs: number) => [
  ...[session, family, index],
  ...[shown, next, atMs, 10_000, minuteMs, 's'],
]
const endAll = (kept: string) => [epoch, index, 5, minuteMs, 'session:{u}:', 'family:{u}:', kept]

/** Every way in which a script can end, in the course of one session after another. */
const scriptRuns: readonly [script: string, keys: number, values: (string | number)[], answer: string][] = [
  [createScript, 4, create('7'), 'superseded'],
  [createScript, 4, create('0'), 'created'],
  [rotateScript, 3, rotate('hash-1', 'hash-2', 1_000), 'rotated'],
  // The same token again, within the grace and after it.
  [rotateScript, 3, rotate('hash-1', 'hash-2', 2_000), 'rotated'],
  [rotateScript, 3, rotate('hash-1', 'hash-2', 20_000), 'reused'],
  [rotateScript, 3, rotate('hash-2', 'hash-3', 20_000), 'gone'],
  [createScript, 4, create('0'), 'created'],
  [rewriteScript, 1, [session, 'another', 'record-2', minuteMs], 'changed'],
  [rewriteScript, 1, [session, 'record', 'record-2', minuteMs], 'written'],
  [endScript, 3, [session, family, index, 's'], 'ended'],
  [endScript, 3, [session, family, index, 's'], 'gone'],
  [endAllScript, 2, endAll('s'), 'gone'],
  [createScript, 4, create('0'), 'created'],
  [endAllScript, 2, endAll('s'), '5'],
  [endAllScript, 2, endAll(''), '6'],
  [raiseEpochScript, 1, [epoch, 9, minuteMs], 'raised'],
  [createScript, 4, create('6'), 'superseded'],
  [createScript, 4, create('9'), 'created'],
]

describe.each(engineNames)('%s', (name) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await engines[name]()
  })
  afterAll(() => engine.stop())
  beforeEach(() => engine.admin.flushall())

  test('answers every command', async () => {
    const answers: [string, unknown][] = []
    for (const [title, send] of commands) answers.push([title, await send(engine.admin)])
    expect(answers).toEqual(commands.map(([title, , answer]) => [title, answer]))
    expect(await engine.admin.pttl('text')).toBeGreaterThan(minuteMs)
  })

  test('runs every script to each of its ends', async () => {
    const answers: unknown[] = []
    for (const [script, keys, values] of scriptRuns)
      answers.push(await engine.admin.eval(script, keys, ...values))
    expect(answers).toEqual(scriptRuns.map(([, , , answer]) => answer))
    expect((await engine.admin.keys('*')).sort()).toEqual([epoch, family, session, index])
  })

  test('has no listener left when services are closed', async () => {
    const listening = () => engine.admin.publish('revocations:news', 'no entry')
    const system = await openSystem('hybrid', engine)
    await until(async () => (await listening()) === 3)
    await system.close()
    await until(async () => (await listening()) === 0)
  })

  test('lets a key go when its time is over', async () => {
    await engine.admin.set('short', 'a', 'PX', 1)
    await until(async () => (await engine.admin.exists('short')) === 0)
    expect(await engine.admin.get('short')).toBeNull()
  })
})

describe('a life of sessions', () => {
  const suite = (cell: Cell) => {
    const post = (path: string, access: string) => ask(cell.system.issuer, 'POST', path, bearer(access))
    const list = async (access: string) => {
      const { body } = await ask(cell.system.issuer, 'GET', '/sessions', bearer(access))
      return body.sessions.map(({ device }: { device: string }) => device)
    }
    const ended = async (access: string) =>
      (await onceRevoked(cell.system, () => catalog(cell.system.api, access))).code

    test('is the same', async () => {
      const laptop = await newSession(cell.system, 'laptop')
      cell.system.clock.advance(2)
      const phone = await newSession(cell.system, 'phone')
      cell.system.clock.advance(2)
      const tablet = await newSession(cell.system, 'tablet')
      expect(await list(laptop.access)).toEqual(['tablet', 'phone', 'laptop'])
      const renewed = pairOf(await refresh(cell.system, laptop.refresh))
      expect(
        (await ask(cell.system.issuer, 'DELETE', `/sessions/${phone.sid}`, bearer(renewed.access))).status,
      ).toBe(200)
      expect(await ended(phone.access)).toBe('session_revoked')
      await post('/logout-others', renewed.access)
      expect(await ended(tablet.access)).toBe('session_revoked')
      expect(await list(renewed.access)).toEqual(['laptop'])
      cell.system.clock.advance(11)
      expect((await refresh(cell.system, laptop.refresh)).code).toBe('refresh_token_reused')
      expect(await ended(renewed.access)).toBe('session_revoked')
      const last = await newSession(cell.system)
      await post('/logout-all', last.access)
      expect(await ended(last.access)).toBe('session_revoked')
      expect((await refresh(cell.system, last.refresh)).code).toBe('session_revoked')
    })

    test('counts guesses alike', async () => {
      const system = await openLimited(cell, limitsOf({ failuresByAccountAndNetwork: 2 }))
      const guess = () => tryLogin(system, wrong)
      expect(await statusesOf([guess, () => tryLogin(system), guess, guess, guess])).toEqual([
        401, 200, 401, 429, 429,
      ])
    })

    test('goes on after the line was cut', async () => {
      const { access } = await newSession(cell.system)
      await cell.system.issuer.store?.disconnect()
      expect(await logIn(cell.system)).toMatchObject({ status: 503, code: 'store_unavailable' })
      await cell.system.issuer.store?.connect()
      await until(async () => (await logIn(cell.system)).status === 200)
      expect((await catalog(cell.system.api, access)).status).toBe(200)
    })

    test('has one successor of N concurrent refreshes', async () => {
      const { refresh: token } = await newSession(cell.system)
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(cell.system, token)))
      expect(new Set(answers.map((answer) => decodeJwt(pairOf(answer).refresh).jti)).size).toBe(1)
    })

    test('is over after a logout that raced with a refresh', async () => {
      for (let round = 0; round < 10; round++) {
        const { access, refresh: token, sid } = await newSession(cell.system)
        await Promise.all([refresh(cell.system, token), post('/logout', access)])
        expect(await ended(access)).toBe('session_revoked')
        expect(await cell.engine.admin.exists(`session:{user-1}:${sid}`)).toBe(0)
      }
    })
  }
  forEachStrategy(withStore, suite, { engines: 'all' })
})

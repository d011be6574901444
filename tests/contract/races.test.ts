import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  type Answer,
  ask,
  bearer,
  catalog,
  logIn,
  newSession,
  onceRevoked,
  pairOf,
  refresh,
} from '../kit/client.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem, type System, type WrapUsers } from '../kit/systems.ts'
import { type Cell, forEachStrategy } from './matrix.ts'
import { randomNumbers } from './random-numbers.ts'

const contenders = 20
const rounds = 25
/**
 * Ten thousand rounds in `npm run test:soak`, each 25 over an empty Redis: what they leave there, such as a list of
 * all that was revoked, would make each round slower than the one before.
 */
const longRun = { repeats: Math.ceil(Number(process.env.SOAK_ROUNDS ?? rounds) / rounds) - 1 }
const atOnce = <T>(count: number, run: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, run))

describe('refresh tokens race', () => {
  forEachStrategy(withStore, (cell) => {
    // meets: RFC9700-2.2.2 (redis, hybrid)
    test('all of N concurrent refreshes get the one successor', async () => {
      const { refresh: token } = await newSession(cell.system)
      const answers = await atOnce(contenders, () => refresh(cell.system, token))
      const successors = answers.map((answer) => decodeJwt(pairOf(answer).refresh).jti)
      expect(new Set(successors).size).toBe(1)
    })

    // meets: RFC9700-2.2.2, RFC9700-4.14.2-replay (redis, hybrid)
    test('two refreshes at once leave one family, round after round', longRun, async () => {
      for (let round = 0; round < rounds; round++) {
        const { refresh: token } = await newSession(cell.system)
        const [one, other] = (await atOnce(2, () => refresh(cell.system, token))).map(pairOf)
        expect(decodeJwt(one?.refresh ?? '').jti).toBe(decodeJwt(other?.refresh ?? '').jti)
        expect((await refresh(cell.system, one?.refresh ?? '')).status).toBe(200)
      }
    })

    test('after the grace the used token ends the family, the access tokens included', async () => {
      const first = await newSession(cell.system)
      const second = pairOf(await refresh(cell.system, first.refresh))
      cell.system.clock.advance(11)
      expect(await refresh(cell.system, first.refresh)).toMatchObject({
        status: 401,
        code: 'refresh_token_reused',
      })
      expect((await refresh(cell.system, second.refresh)).code).toBe('session_revoked')
      expect((await onceRevoked(cell.system, () => catalog(cell.system.api, second.access))).code).toBe(
        'session_revoked',
      )
    })

    // meets: RFC9700-4.14.2-replay (redis, hybrid)
    test('an ancestor is recognised however many refreshes ago it was used', async () => {
      const first = await newSession(cell.system)
      const second = pairOf(await refresh(cell.system, first.refresh))
      pairOf(await refresh(cell.system, second.refresh))
      expect((await refresh(cell.system, first.refresh)).code).toBe('refresh_token_reused')
    })
  })
})

describe('refresh tokens race without a grace', () => {
  const noGrace = { env: { REFRESH_GRACE_SECONDS: '0' } }
  forEachStrategy(
    withStore,
    (cell) => {
      // meets: RFC9700-4.14.2-replay (redis, hybrid)
      test('at most one of N concurrent refreshes wins, and the second ends the family', async () => {
        const { refresh: token } = await newSession(cell.system)
        const answers = await atOnce(contenders, () => refresh(cell.system, token))
        expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
        expect(answers.filter(({ code }) => code === 'refresh_token_reused').length).toBe(1)
      })
    },
    noGrace,
  )
})

describe('revocation races', () => {
  forEachStrategy(withStore, (cell) => {
    // meets: ASVS-7.4.1 (redis, hybrid)
    test('a check in flight does not bring a revoked session back', longRun, async () => {
      for (let round = 0; round < rounds; round++) {
        const { access, sid } = await newSession(cell.system)
        const me = () => ask(cell.system.api, 'GET', '/me', bearer(access))
        await Promise.all([
          me(),
          me(),
          ask(cell.system.issuer, 'POST', '/logout', bearer(access)),
          me(),
          me(),
        ])
        expect(await cell.engine.admin.exists(`session:{user-1}:${sid}`)).toBe(0)
      }
    })

    test('a last-seen write in flight does not bring a revoked session back', longRun, async () => {
      for (let round = 0; round < rounds; round++) {
        const { access, sid } = await newSession(cell.system)
        cell.system.clock.advance(61)
        const me = () => ask(cell.system.api, 'GET', '/me', bearer(access))
        await Promise.all([me(), ask(cell.system.issuer, 'POST', '/logout', bearer(access)), me()])
        // The write is not waited for. A later command on the same line comes after it.
        await me()
        expect(await cell.engine.admin.exists(`session:{user-1}:${sid}`)).toBe(0)
      }
    })

    // meets: ASVS-7.4.1, RFC9700-4.14.2-events (redis, hybrid)
    test('a refresh that races with a revocation leaves nothing that works', longRun, async () => {
      for (let round = 0; round < rounds; round++) {
        const session = await newSession(cell.system)
        const [refreshed] = await Promise.all([
          refresh(cell.system, session.refresh),
          ask(cell.system.issuer, 'POST', '/logout', bearer(session.access)),
        ])
        await expectDead(refreshed)
      }
    })

    /** Either the refresh was refused, or what it yielded is refused now. */
    async function expectDead(refreshed: Answer): Promise<void> {
      if (refreshed.status !== 200) return expect(refreshed.code).toBe('session_revoked')
      const pair = pairOf(refreshed)
      expect((await onceRevoked(cell.system, () => catalog(cell.system.api, pair.access))).status).toBe(401)
      expect((await refresh(cell.system, pair.refresh)).code).toBe('session_revoked')
    }

    test('a login that began before a revoke-all fails, and leaves no session', async () => {
      const gate = Promise.withResolvers<void>()
      const entered = Promise.withResolvers<void>()
      const slowUsers: WrapUsers = (users) => ({
        ...users,
        async authenticate(user, secret) {
          entered.resolve()
          await gate.promise
          await users.authenticate(user, secret)
        },
      })
      const slow = await openSystem(cell.strategy, cell.engine, { wrapUsers: slowUsers })
      const { access } = await newSession(cell.system)
      const login = logIn(slow)
      await entered.promise
      await ask(cell.system.issuer, 'POST', '/logout-all', bearer(access))
      gate.resolve()
      expect(await login).toMatchObject({ status: 409, code: 'login_superseded' })
      expect(await cell.engine.admin.keys('session:*')).toEqual([])
      await slow.close()
    })

    let orders = 0
    // meets: ASVS-7.4.1 (redis, hybrid)
    test(
      'logins and revoke-alls at once leave no session of before, and none that is not in the list',
      longRun,
      async () => {
        const random = randomNumbers(++orders)
        const { system, beginLogin } = await openHolding(cell)
        for (let round = 0; round < rounds; round++) {
          const before = await newSession(system)
          const begun = [await beginLogin(), await beginLogin(), await beginLogin()]
          const meanwhile: Promise<Answer>[] = []
          const endAll = () => ask(system.issuer, 'POST', '/logout-all', bearer(before.access))
          const logInMeanwhile = () => {
            meanwhile.push(logIn(system))
            return meanwhile.at(-1)
          }
          const steps = [...begun.map(({ finish }) => finish), endAll, logInMeanwhile, logInMeanwhile]
          await runMixed(steps, random)
          expect((await refresh(system, before.refresh)).code).toBe('session_revoked')
          for (const { answer } of begun) await expectSuperseded(system, await answer)
          await expectListed(cell, system, await Promise.all(meanwhile))
        }
        await system.close()
      },
    )
  })
})

/** A system whose logins can be held where the password is checked. By then they have begun. */
async function openHolding({ strategy, engine }: Cell) {
  let hold: ((letGo: () => void) => void) | undefined
  const wrapUsers: WrapUsers = (users) => ({
    ...users,
    async authenticate(user, secret) {
      if (hold) await new Promise<void>(hold)
      await users.authenticate(user, secret)
    },
  })
  const system = await openSystem(strategy, engine, { wrapUsers })
  return {
    system,
    async beginLogin() {
      const held = Promise.withResolvers<() => void>()
      hold = held.resolve
      const answer = logIn(system)
      const letGo = await held.promise
      hold = undefined
      const finish = () => {
        letGo()
        return answer
      }
      return { answer, finish }
    },
  }
}

/** In any order, and each before the next or at once with it. */
async function runMixed(steps: (() => Promise<unknown> | undefined)[], random: () => number): Promise<void> {
  const mixed = steps.map((step) => ({ step, place: random() })).sort((a, b) => a.place - b.place)
  const running = []
  for (const { step } of mixed) {
    running.push(step())
    if (random() < 0.5) await running.at(-1)
  }
  await Promise.all(running)
}

/** A login that had begun: either it was refused, or its session is over. */
async function expectSuperseded(system: System, answer: Answer): Promise<void> {
  if (answer.status !== 200) return expect(answer).toMatchObject({ status: 409, code: 'login_superseded' })
  expect((await refresh(system, pairOf(answer).refresh)).code).toBe('session_revoked')
}

/** Sessions that began at the same time live or not. Those that do are stored and listed, and no others are. */
async function expectListed({ engine }: Cell, system: System, logins: Answer[]): Promise<void> {
  const pairs = logins.filter(({ status }) => status === 200).map(pairOf)
  const living: string[] = []
  for (const pair of pairs) if ((await refresh(system, pair.refresh)).status === 200) living.push(pair.sid)
  const stored = await engine.admin.keys('session:*')
  expect((await engine.admin.zrange('sessions:{user-1}', 0, -1)).sort()).toEqual(living.sort())
  expect(stored.sort()).toEqual(living.map((sid) => `session:{user-1}:${sid}`))
}

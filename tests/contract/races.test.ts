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
} from './client.ts'
import { forEachStrategy, withStore } from './matrix.ts'
import { openSystem, type WrapUsers } from './systems.ts'

const contenders = 20
const rounds = 25
const atOnce = <T>(count: number, run: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, run))

describe('refresh tokens race', () => {
  forEachStrategy(withStore, (cell) => {
    test('all of N concurrent refreshes get the one successor', async () => {
      const { refresh: token } = await newSession(cell.system)
      const answers = await atOnce(contenders, () => refresh(cell.system, token))
      const successors = answers.map((answer) => decodeJwt(pairOf(answer).refresh).jti)
      expect(new Set(successors).size).toBe(1)
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
    test('a check in flight does not bring a revoked session back', async () => {
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

    test('a last-seen write in flight does not bring a revoked session back', async () => {
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

    test('a refresh that races with a revocation leaves nothing that works', async () => {
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

    test('logins and revoke-alls at once leave no session outside the list, and none in it that is dead', async () => {
      for (let round = 0; round < rounds; round++) {
        const { access } = await newSession(cell.system)
        await Promise.all([
          ...[1, 2, 3].map(() => logIn(cell.system)),
          ask(cell.system.issuer, 'POST', '/logout-all', bearer(access)),
          ...[1, 2, 3].map(() => logIn(cell.system)),
        ])
        const stored = await cell.engine.admin.keys('session:*')
        const listed = await cell.engine.admin.zrange('sessions:{user-1}', 0, -1)
        expect(stored.sort()).toEqual(listed.map((sid) => `session:{user-1}:${sid}`).sort())
        await cell.engine.admin.flushall()
      }
    })
  })
})

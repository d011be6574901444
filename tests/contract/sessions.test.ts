import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  ask,
  bearer,
  catalog,
  logIn,
  newSession,
  onceRevoked,
  pairOf,
  refresh,
  transfer,
} from '../kit/client.ts'
import { allStrategies, withStore } from '../kit/strategies.ts'
import { forEachStrategy } from './matrix.ts'

describe('what every strategy does', () => {
  forEachStrategy(allStrategies, (cell) => {
    // meets: ASVS-9.2.4
    test('a login opens both services', async () => {
      const { access } = await newSession(cell.system)
      const me = await ask(cell.system.api, 'GET', '/me', bearer(access))
      expect(me.body).toMatchObject({ name: 'Alice', roles: ['customer'], device: 'laptop' })
      expect((await catalog(cell.system.api, access)).status).toBe(200)
      expect((await transfer(cell.system.otherApi, access)).body).toEqual({ transferred: 20, to: 'bob' })
    })

    test('a wrong password and an unknown name get the same answer', async () => {
      const wrong = await logIn(cell.system, 'laptop', 'alice', 'guess')
      const unknown = await logIn(cell.system, 'laptop', 'mallory', 'guess')
      expect(wrong.status).toBe(401)
      expect(wrong.body).toEqual(unknown.body)
    })

    // meets: RFC9700-2.3
    test('an account without the role is refused the high-risk route only', async () => {
      const { access } = await newSession(cell.system, 'laptop', 'bob')
      expect((await catalog(cell.system.api, access)).status).toBe(200)
      expect(await transfer(cell.system.api, access)).toMatchObject({ status: 403, code: 'role_missing' })
    })

    test('the high-risk route asks for a recent login, however often the session was renewed', async () => {
      const first = await newSession(cell.system)
      cell.system.clock.advance(1_600)
      const second = pairOf(await refresh(cell.system, first.refresh))
      cell.system.clock.advance(1_600)
      const third = pairOf(await refresh(cell.system, second.refresh))
      expect((await transfer(cell.system.api, third.access)).status).toBe(200)
      cell.system.clock.advance(290)
      const fourth = pairOf(await refresh(cell.system, third.refresh))
      cell.system.clock.advance(111)
      const refused = await transfer(cell.system.api, fourth.access)
      expect(refused).toMatchObject({ status: 401, code: 'login_too_old' })
      expect(refused.headers.get('www-authenticate')).toMatch(
        /^Bearer error="insufficient_user_authentication".*, max_age="3600"$/,
      )
      expect((await catalog(cell.system.api, fourth.access)).status).toBe(200)
      expect((await transfer(cell.system.api, (await newSession(cell.system)).access)).status).toBe(200)
    })

    // meets: ASVS-7.2.2
    test('refreshing yields a new pair of the same session, and the new one can be refreshed again', async () => {
      const first = await newSession(cell.system)
      const second = pairOf(await refresh(cell.system, first.refresh))
      const third = pairOf(await refresh(cell.system, second.refresh))
      expect([second.sid, third.sid]).toEqual([first.sid, first.sid])
      expect(new Set([first.refresh, second.refresh, third.refresh]).size).toBe(3)
      expect((await catalog(cell.system.api, third.access)).status).toBe(200)
    })

    // meets: ASVS-7.3.2
    test('no token outlives the absolute timeout', async () => {
      const { refresh: token } = await newSession(cell.system)
      cell.system.clock.advance(1500)
      const first = pairOf(await refresh(cell.system, token))
      const end = Number(decodeJwt(first.access).auth_time) + 43_200
      let latest = first
      for (let passed = 1500; passed < 43_200 - 1500; passed += 1500) {
        cell.system.clock.advance(1500)
        latest = pairOf(await refresh(cell.system, latest.refresh))
      }
      expect(decodeJwt(latest.refresh).exp).toBeLessThanOrEqual(end)
      cell.system.clock.advance(1600)
      expect((await refresh(cell.system, latest.refresh)).status).toBe(401)
    })

    // meets: ASVS-9.2.2, RFC8725-3.11, RFC8725-3.12
    test('a refresh token is no access token, and an access token no refresh token', async () => {
      const { access, refresh: token } = await newSession(cell.system)
      expect(await catalog(cell.system.api, token)).toMatchObject({ status: 401, code: 'token_type_invalid' })
      expect((await refresh(cell.system, access)).status).toBe(401)
    })
  })
})

describe('what a strategy with a store adds', () => {
  forEachStrategy(withStore, (cell) => {
    test('devices are listed, newest first, and the caller knows its own', async () => {
      await newSession(cell.system, 'laptop')
      cell.system.clock.advance(2)
      const { access } = await newSession(cell.system, 'phone')
      const { body } = await ask(cell.system.issuer, 'GET', '/sessions', bearer(access))
      expect(body.sessions.map(({ device, current }: Listed) => [device, current])).toEqual([
        ['phone', true],
        ['laptop', false],
      ])
    })

    test('last seen moves on, a minute at a time', async () => {
      const { access } = await newSession(cell.system)
      const before = await lastSeen(access)
      cell.system.clock.advance(61)
      await ask(cell.system.api, 'GET', '/me', bearer(access))
      await expect.poll(() => lastSeen(access)).toBeGreaterThanOrEqual(before + 61_000)
    })

    async function lastSeen(access: string): Promise<number> {
      const { body } = await ask(cell.system.issuer, 'GET', '/sessions', bearer(access))
      return Date.parse(body.sessions[0].last_seen_at)
    }

    // meets: ASVS-7.4.1 (redis, hybrid)
    test('revoking a device ends it in every service and leaves the others', async () => {
      const laptop = await newSession(cell.system, 'laptop')
      const phone = await newSession(cell.system, 'phone')
      const answer = await ask(cell.system.issuer, 'DELETE', `/sessions/${phone.sid}`, bearer(laptop.access))
      expect(answer).toMatchObject({ status: 200, body: { revocation: cell.system.revocation.kind } })
      for (const api of [cell.system.api, cell.system.otherApi]) {
        const refused = await onceRevoked(cell.system, () => catalog(api, phone.access))
        expect(refused).toMatchObject({ status: 401, code: 'session_revoked' })
        expect((await catalog(api, laptop.access)).status).toBe(200)
      }
      expect(await refresh(cell.system, phone.refresh)).toMatchObject({
        status: 401,
        code: 'session_revoked',
      })
      expect(pairOf(await refresh(cell.system, laptop.refresh)).sid).toBe(laptop.sid)
    })

    test('nobody can revoke the session of somebody else', async () => {
      const alice = await newSession(cell.system, 'laptop', 'alice')
      const bob = await newSession(cell.system, 'laptop', 'bob')
      const answer = await ask(cell.system.issuer, 'DELETE', `/sessions/${bob.sid}`, bearer(alice.access))
      expect(answer).toMatchObject({ status: 404, code: 'session_not_found' })
      expect(pairOf(await refresh(cell.system, bob.refresh)).sid).toBe(bob.sid)
    })

    // meets: ASVS-7.4.1, RFC9700-4.14.2-events (redis, hybrid)
    test('logging out ends the session', async () => {
      const { access, refresh: token } = await newSession(cell.system)
      expect((await ask(cell.system.issuer, 'POST', '/logout', bearer(access))).status).toBe(200)
      expect((await onceRevoked(cell.system, () => catalog(cell.system.api, access))).code).toBe(
        'session_revoked',
      )
      expect((await refresh(cell.system, token)).code).toBe('session_revoked')
    })

    // meets: ASVS-7.4.1, RFC9700-4.14.2-events (redis, hybrid)
    test('logging out everywhere ends all sessions, and a login right after it works', async () => {
      const laptop = await newSession(cell.system, 'laptop')
      const phone = await newSession(cell.system, 'phone')
      await ask(cell.system.issuer, 'POST', '/logout-all', bearer(laptop.access))
      const later = await newSession(cell.system, 'laptop')
      for (const { access, refresh: token } of [laptop, phone]) {
        expect((await onceRevoked(cell.system, () => catalog(cell.system.api, access))).code).toBe(
          'session_revoked',
        )
        expect((await refresh(cell.system, token)).code).toBe('session_revoked')
      }
      expect((await catalog(cell.system.api, later.access)).status).toBe(200)
      expect(pairOf(await refresh(cell.system, later.refresh)).sid).toBe(later.sid)
    })

    // meets: ASVS-7.3.1, ASVS-7.3.2 (redis, hybrid)
    test('a check moves the idle timeout, but never past the absolute one', async () => {
      const { access, refresh: token, sid } = await newSession(cell.system)
      const key = `session:{user-1}:${sid}`
      await cell.engine.admin.pexpire(key, 60_000)
      await ask(cell.system.api, 'GET', '/me', bearer(access))
      expect(await cell.engine.admin.pttl(key)).toBeGreaterThan(60_000)
      let latest = token
      for (let passed = 0; passed < 42_000; passed += 1500) {
        cell.system.clock.advance(1500)
        latest = pairOf(await refresh(cell.system, latest)).refresh
      }
      expect(await cell.engine.admin.pttl(key)).toBeLessThanOrEqual((43_200 - 42_000) * 1000)
    })

    // meets: ASVS-7.3.1, RFC9700-4.14.2-expiry (redis, hybrid)
    test('a session that timed out is gone from the list and opens nothing', async () => {
      const idle = await newSession(cell.system, 'old tablet')
      const { access } = await newSession(cell.system, 'laptop')
      await cell.engine.admin.pexpire(`session:{user-1}:${idle.sid}`, 1)
      await expect.poll(() => cell.engine.admin.exists(`session:{user-1}:${idle.sid}`)).toBe(0)
      const { body } = await ask(cell.system.issuer, 'GET', '/sessions', bearer(access))
      expect(body.sessions.map(({ device }: Listed) => device)).toEqual(['laptop'])
      expect(await cell.engine.admin.zrange('sessions:{user-1}', 0, -1)).not.toContain(idle.sid)
      expect((await refresh(cell.system, idle.refresh)).code).toBe('session_revoked')
    })
  })
})

interface Listed {
  readonly device: string
  readonly current: boolean
}

describe('what stateless cannot do', () => {
  forEachStrategy(['stateless'], (cell) => {
    test('a logged-out token verifies until its exp, and not a second longer than the tolerance', async () => {
      const { access } = await newSession(cell.system)
      const { body } = await ask(cell.system.issuer, 'POST', '/logout', bearer(access))
      expect(body.revocation).toBe('at-expiry')
      cell.system.clock.advance(298)
      expect((await catalog(cell.system.api, access)).status).toBe(200)
      cell.system.clock.advance(2 + 5 + 1)
      expect(await catalog(cell.system.api, access)).toMatchObject({ status: 401, code: 'token_expired' })
    })

    test('the answer to a logout says when the last token of the session dies', async () => {
      const { access } = await newSession(cell.system)
      const { body } = await ask(cell.system.issuer, 'POST', '/logout-all', bearer(access))
      expect(Date.parse(body.effective_at)).toBe((Number(decodeJwt(access).auth_time) + 43_200) * 1000)
    })

    test('it lists no devices and revokes none, and says so', async () => {
      const laptop = await newSession(cell.system, 'laptop')
      const phone = await newSession(cell.system, 'phone')
      const listed = await ask(cell.system.issuer, 'GET', '/sessions', bearer(laptop.access))
      const revoked = await ask(cell.system.issuer, 'DELETE', `/sessions/${phone.sid}`, bearer(laptop.access))
      expect([listed, revoked].map(({ status, code }) => [status, code])).toEqual([
        [501, 'not_supported'],
        [501, 'not_supported'],
      ])
      expect((await catalog(cell.system.api, phone.access)).status).toBe(200)
    })

    test('a used refresh token goes on working: reuse is not detected', async () => {
      const { refresh: used } = await newSession(cell.system)
      pairOf(await refresh(cell.system, used))
      cell.system.clock.advance(60)
      expect((await refresh(cell.system, used)).status).toBe(200)
    })

    // meets: ASVS-7.3.1, RFC9700-4.14.2-expiry (stateless)
    test('a refresh token that was not used for the idle time has expired', async () => {
      const { refresh: token } = await newSession(cell.system)
      cell.system.clock.advance(1800 + 5 + 1)
      expect(await refresh(cell.system, token)).toMatchObject({ status: 401, code: 'token_expired' })
    })
  })
})

import { describe, expect, test } from 'vitest'
import {
  type Answer,
  ask,
  bearer,
  catalog,
  json,
  newSession,
  onceRevoked,
  type Pair,
  pairOf,
  password,
  refresh,
} from '../kit/client.ts'
import { withStore } from '../kit/strategies.ts'
import { forEachStrategy } from './matrix.ts'

const revoked = { status: 401, code: 'session_revoked' }

describe('devices', () => {
  forEachStrategy(
    withStore,
    (cell) => {
      const post = (path: string, { access }: Pair) => ask(cell.system.issuer, 'POST', path, bearer(access))
      const list = ({ access }: Pair) => ask(cell.system.issuer, 'GET', '/sessions', bearer(access))

      async function expectEnded(pair: Pair): Promise<void> {
        expect(await onceRevoked(cell.system, () => catalog(cell.system.api, pair.access))).toMatchObject(
          revoked,
        )
        expect(await refresh(cell.system, pair.refresh)).toMatchObject(revoked)
      }

      async function expectAlive(pair: Pair): Promise<void> {
        expect((await catalog(cell.system.api, pair.access)).status).toBe(200)
        expect(pairOf(await refresh(cell.system, pair.refresh)).sid).toBe(pair.sid)
      }

      test.each([
        [
          'the last address alone, for the client may have made up those before it',
          '9.9.9.9, 203.0.113.77',
          '203.0.113.0/24',
        ],
        ['an IPv6 address by its site', '2001:db8:1234:5678::9', '2001:db8:1234::/48'],
        ['an IPv4 address that is written as IPv6', '::ffff:203.0.113.77', '203.0.113.0/24'],
        ['words not at all', 'home', 'unknown'],
      ])(
        'are listed with a name, two times and a coarse network, which takes %s',
        async (_, address, network) => {
          const before = cell.system.clock.nowMs()
          const { headers, ...login } = json({ username: 'alice', password, device: 'my phone' })
          const from = { ...headers, 'x-forwarded-for': address }
          const pair = pairOf(await ask(cell.system.issuer, 'POST', '/login', { ...login, headers: from }))
          const answer = await list(pair)
          const [device, ...others] = answer.body.sessions
          expect(others).toEqual([])
          expect(device).toEqual({
            ...{ sid: pair.sid, device: 'my phone', network, current: true },
            ...{ created_at: expect.any(String), last_seen_at: expect.any(String) },
          })
          const [createdAtMs, lastSeenAtMs] = [device.created_at, device.last_seen_at].map(Date.parse)
          expect(createdAtMs).toBe(Math.floor(Number(lastSeenAtMs) / 1000) * 1000)
          expect(lastSeenAtMs).toBeGreaterThanOrEqual(before)
          expect(lastSeenAtMs).toBeLessThanOrEqual(cell.system.clock.nowMs())
          expect(answer.headers.get('cache-control')).toBe('no-store')
        },
      )

      test('without a name are listed as such', async () => {
        const login = json({ username: 'alice', password })
        const pair = pairOf(await ask(cell.system.issuer, 'POST', '/login', login))
        expect((await list(pair)).body.sessions[0].device).toBe('unnamed device')
      })

      // meets: ASVS-7.4.1, RFC9700-4.14.2-events (redis, hybrid)
      test('can all be logged out but the one at hand', async () => {
        const [laptop, phone, tablet] = [
          await newSession(cell.system, 'laptop'),
          await newSession(cell.system, 'phone'),
          await newSession(cell.system, 'tablet'),
        ]
        const bob = await newSession(cell.system, 'laptop', 'bob')
        const answer = await post('/logout-others', laptop)
        expect(answer).toMatchObject({ status: 200, body: { revocation: cell.system.revocation.kind } })
        for (const pair of [phone, tablet]) await expectEnded(pair)
        expect((await list(laptop)).body.sessions.map(sidOf)).toEqual([laptop.sid])
        for (const pair of [laptop, bob]) await expectAlive(pair)
      })

      test('cannot be logged out by one that was itself', async () => {
        const [laptop, phone] = [await newSession(cell.system), await newSession(cell.system, 'phone')]
        await post('/logout', laptop)
        const refused = await onceRevoked(cell.system, () => post('/logout-others', laptop))
        expect(refused).toMatchObject(revoked)
        await expectAlive(phone)
      })
    },
    { env: { TRUSTED_PROXIES: '1' } },
  )
})

describe('an administrator', () => {
  forEachStrategy(withStore, (cell) => {
    const logOutAlice = (pair: Pair): Promise<Answer> =>
      ask(cell.system.issuer, 'POST', '/accounts/user-1/logout-all', bearer(pair.access))

    // meets: ASVS-7.4.1, ASVS-7.4.5, RFC9700-4.14.2-events (redis, hybrid)
    test('ends all sessions of one account, and of no other', async () => {
      const [laptop, phone] = [await newSession(cell.system), await newSession(cell.system, 'phone')]
      const bob = await newSession(cell.system, 'laptop', 'bob')
      const carol = await newSession(cell.system, 'laptop', 'carol')
      const answer = await logOutAlice(carol)
      expect(answer).toMatchObject({ status: 200, body: { revocation: cell.system.revocation.kind } })
      for (const pair of [laptop, phone]) {
        for (const api of [cell.system.api, cell.system.otherApi])
          expect(await onceRevoked(cell.system, () => catalog(api, pair.access))).toMatchObject(revoked)
        expect(await refresh(cell.system, pair.refresh)).toMatchObject(revoked)
      }
      for (const pair of [bob, carol]) expect((await refresh(cell.system, pair.refresh)).status).toBe(200)
      expect((await catalog(cell.system.api, (await newSession(cell.system)).access)).status).toBe(200)
    })

    test('is who has the role, and ends no sessions but those of the account that is named', async () => {
      const alice = await newSession(cell.system)
      const bob = await newSession(cell.system, 'laptop', 'bob')
      for (const pair of [alice, bob])
        expect(await logOutAlice(pair)).toMatchObject({ status: 403, code: 'role_missing' })
      const { access } = await newSession(cell.system, 'laptop', 'carol')
      const answer = await ask(cell.system.issuer, 'POST', '/accounts/user-9/logout-all', bearer(access))
      expect(answer.status).toBe(200)
      expect((await catalog(cell.system.api, alice.access)).status).toBe(200)
    })
  })

  forEachStrategy(['stateless'], (cell) => {
    test('can end nothing where nobody keeps sessions, and is told so', async () => {
      const { access } = await newSession(cell.system, 'laptop', 'carol')
      const answer = await ask(cell.system.issuer, 'POST', '/accounts/user-1/logout-all', bearer(access))
      expect(answer).toMatchObject({ status: 501, code: 'not_supported' })
    })
  })
})

const sidOf = ({ sid }: { sid: string }) => sid

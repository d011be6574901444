import { describe, expect, test } from 'vitest'
import type { SecurityEvent } from '../../examples/stateless/src/watch/security-events.ts'
import { ask, bearer, catalog, logIn, newSession, onceRevoked, type Pair, refresh } from '../kit/client.ts'
import { allStrategies, withStore } from '../kit/strategies.ts'
import { openSystem, type System, type WrapUsers } from '../kit/systems.ts'
import { type Cell, forEachStrategy } from './matrix.ts'

const revoked = { status: 401, code: 'session_revoked' }

/** A system whose directory closes the account of alice when it is told to. */
async function openWithClosing({ strategy, engine }: Cell) {
  const told: SecurityEvent[] = []
  let isClosed = false
  const wrapUsers: WrapUsers = (users) => ({
    ...users,
    candidate: (username) => users.candidate(isClosed && username === 'alice' ? 'nobody' : username),
    find: async (sub) => (isClosed && sub === 'user-1' ? undefined : users.find(sub)),
  })
  const system = await openSystem(strategy, engine, { wrapUsers, tell: (event) => told.push(event) })
  const close = () => {
    isClosed = true
  }
  return { system, told, close }
}

describe('a closed account', () => {
  forEachStrategy(allStrategies, (cell) => {
    test('gets nothing new: no login, no refresh, and others notice nothing', async () => {
      const { system, close } = await openWithClosing(cell)
      const alice = await newSession(system)
      const bob = await newSession(system, 'laptop', 'bob')
      close()
      expect(await logIn(system)).toMatchObject({ status: 401, code: 'login_failed' })
      expect(await refresh(system, alice.refresh)).toMatchObject(revoked)
      expect((await refresh(system, bob.refresh)).status).toBe(200)
      await system.close()
    })
  })

  forEachStrategy(withStore, (cell) => {
    // meets: ASVS-7.4.2 (redis, hybrid)
    test('loses each session with its next refresh, and the access tokens with it', async () => {
      const { system, told, close } = await openWithClosing(cell)
      const devices = [await newSession(system), await newSession(system, 'phone')]
      close()
      for (const device of devices) {
        const tellingsFrom = told.length
        expect(await refresh(system, device.refresh)).toMatchObject(revoked)
        expect(told.slice(tellingsFrom).map(({ event, sub }) => [event, sub])).toEqual([
          ['session_expired', 'user-1'],
        ])
        await expectNothingOpens(system, device)
      }
      expect(await cell.engine.admin.keys('session:*')).toEqual([])
      expect(await cell.engine.admin.keys('family:*')).toEqual([])
      await system.close()
    })

    // meets: ASVS-7.4.2 (redis, hybrid)
    test('loses all sessions at once when an administrator ends them, though it is closed already', async () => {
      const { system, close } = await openWithClosing(cell)
      const devices = [await newSession(system), await newSession(system, 'phone')]
      const { access } = await newSession(system, 'laptop', 'carol')
      close()
      await ask(system.issuer, 'POST', '/accounts/user-1/logout-all', bearer(access))
      for (const device of devices) await expectNothingOpens(system, device)
      await system.close()
    })
  })

  forEachStrategy(['stateless'], (cell) => {
    test('keeps its access tokens until they expire where nobody keeps sessions', async () => {
      const { system, close } = await openWithClosing(cell)
      const { access, refresh: token } = await newSession(system)
      close()
      expect(await refresh(system, token)).toMatchObject(revoked)
      expect((await catalog(system.api, access)).status).toBe(200)
      system.clock.advance(300 + 5 + 1)
      expect(await catalog(system.api, access)).toMatchObject({ status: 401, code: 'token_expired' })
      await system.close()
    })
  })
})

async function expectNothingOpens(system: System, { access, refresh: token }: Pair): Promise<void> {
  for (const api of [system.api, system.otherApi])
    expect(await onceRevoked(system, () => catalog(api, access))).toMatchObject(revoked)
  expect(await refresh(system, token)).toMatchObject(revoked)
}

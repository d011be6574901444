import { describe, expect, onTestFinished, test } from 'vitest'
import type { SecurityEvent } from '../../examples/stateless/src/watch/security-events.ts'
import { ask, bearer, catalog, newSession, onceRevoked, type Pair, pairOf, refresh } from '../kit/client.ts'
import { openSystem, type System } from '../kit/systems.ts'
import { type Cell, forEachStrategy } from './matrix.ts'

const log = 'revocations:log'
const revoked = { status: 401, code: 'session_revoked' }
const unavailable = { status: 503, code: 'store_unavailable' }

// A refresh ends a session in two steps, in Redis and in the log. What happens to the second must not undo the first.
describe('a refresh that finds its session over', () => {
  forEachStrategy(['hybrid'], (cell) => {
    // meets: RFC9700-4.14.2-replay (hybrid)
    test('tells of the reuse also when the log takes nothing, and the next one ends the access tokens', async () => {
      const { system, told } = await openWatched(cell)
      const first = await newSession(system)
      const second = pairOf(await refresh(system, first.refresh))
      system.clock.advance(11)
      const repair = await breakLog(cell)
      expect(await refresh(system, first.refresh)).toMatchObject(unavailable)
      expect(told.at(-1)).toMatchObject({ event: 'authn_token_reuse', sub: 'user-1', sid: first.sid })
      await repair()
      expect(await refresh(system, second.refresh)).toMatchObject(revoked)
      await expectNothingOpens(system, second)
    })

    // meets: ASVS-7.4.2 (hybrid)
    test('does so for a closed account as well', async () => {
      let isClosed = false
      const { system, told } = await openWatched(cell, () => isClosed)
      const session = await newSession(system)
      isClosed = true
      const repair = await breakLog(cell)
      expect(await refresh(system, session.refresh)).toMatchObject(unavailable)
      expect(told.at(-1)).toMatchObject({ event: 'session_expired', sub: 'user-1' })
      await repair()
      expect(await refresh(system, session.refresh)).toMatchObject(revoked)
      await expectNothingOpens(system, session)
    })

    test('writes its end into the log once, however often it is asked', async () => {
      const { system } = await openWatched(cell)
      const session = await newSession(system)
      await cell.engine.admin.del(`session:{user-1}:${session.sid}`)
      for (let time = 0; time < 5; time++)
        expect(await refresh(system, session.refresh)).toMatchObject(revoked)
      await expectNothingOpens(system, session)
      expect(await entriesOn(cell, session)).toBe(1)
    })

    test('adds nothing to the log for a session that was logged out', async () => {
      const { system } = await openWatched(cell)
      const session = await newSession(system)
      await ask(system.issuer, 'POST', '/logout', bearer(session.access))
      expect(await refresh(system, session.refresh)).toMatchObject(revoked)
      expect(await entriesOn(cell, session)).toBe(1)
    })
  })
})

async function openWatched({ strategy, engine }: Cell, isClosed = () => false) {
  const told: SecurityEvent[] = []
  const system = await openSystem(strategy, engine, {
    wrapUsers: (users) => ({ ...users, find: async (sub) => (isClosed() ? undefined : users.find(sub)) }),
    tell: (event) => told.push(event),
  })
  onTestFinished(() => system.close())
  return { system, told }
}

/** Puts something into the place of the log that takes no entry. @returns what puts the log back */
async function breakLog({ engine: { admin } }: Cell): Promise<() => Promise<unknown>> {
  await admin.rename(log, 'away')
  await admin.set(log, 'no log')
  return () => admin.rename('away', log)
}

const entriesOn = async ({ engine }: Cell, { sid }: Pair): Promise<number> =>
  (await engine.admin.zrange(log, 0, -1)).filter((entry) => entry.includes(sid)).length

async function expectNothingOpens(system: System, { access }: Pair): Promise<void> {
  for (const api of [system.api, system.otherApi])
    expect(await onceRevoked(system, () => catalog(api, access))).toMatchObject(revoked)
}

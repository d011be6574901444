import { describe, expect, test } from 'vitest'
import {
  ask,
  bearer,
  catalog,
  eventually,
  isOk,
  longestAccessSeconds,
  newSession,
  refresh,
  signIn,
  transfer,
} from '../kit/client.ts'
import { forEachStrategy } from './matrix.ts'

const log = 'revocations:log'
const refused = ({ status }: { status: number }) => status === 401

describe('revocations reach every instance', () => {
  forEachStrategy(['hybrid'], (cell) => {
    // meets: ASVS-7.4.1 (hybrid)
    test('by announcement, one after the other', async () => {
      for (let i = 0; i < 5; i++) {
        const { access } = await newSession(cell.system)
        await ask(cell.system.issuer, 'POST', '/logout', bearer(access))
        for (const api of [cell.system.api, cell.system.otherApi])
          await eventually(() => catalog(api, access), refused)
      }
    })

    // meets: ASVS-7.4.1 (hybrid)
    test('an instance that starts later takes the snapshot first', async () => {
      const one = await newSession(cell.system)
      const two = await newSession(cell.system, 'phone')
      await ask(cell.system.issuer, 'POST', '/logout', bearer(one.access))
      await ask(cell.system.issuer, 'POST', '/logout-all', bearer(two.access))
      const late = await cell.system.addApi()
      for (const { access } of [one, two]) {
        expect(await catalog(late, access)).toMatchObject({ status: 401, code: 'session_revoked' })
      }
    })

    test('an instance that was cut off knows its age, applies the policy, and catches up', async () => {
      const { access } = await newSession(cell.system)
      const cutOff = cell.system.otherApi
      await cutOff.store?.disconnect()
      await ask(cell.system.issuer, 'POST', '/logout', bearer(access))
      await eventually(() => catalog(cell.system.api, access), refused)
      // What it cannot have heard of it cannot refuse; the route with most at stake denies for that reason.
      expect((await catalog(cutOff, access)).status).toBe(200)
      expect(await transfer(cutOff, access)).toMatchObject({ status: 503, code: 'revocations_stale' })
      await cutOff.store?.connect()
      expect(await eventually(() => catalog(cutOff, access), refused)).toMatchObject({
        code: 'session_revoked',
      })
    })

    test('a place that was skipped is noticed and read from the log', async () => {
      const lost = await newSession(cell.system, 'laptop')
      const heard = await newSession(cell.system, 'phone')
      const expiresAtMs = Date.now() + 300_000
      const last = Number((await cell.engine.admin.zrange(log, -1, -1, 'WITHSCORES'))[1])
      // Two places are written, at once as the issuer does, and only the second is announced.
      await cell.engine.admin
        .multi()
        .zadd(log, last + 1, entry(last + 1, lost.sid, expiresAtMs))
        .zadd(log, last + 2, entry(last + 2, heard.sid, expiresAtMs))
        .exec()
      await cell.engine.admin.publish('revocations:news', entry(last + 2, heard.sid, expiresAtMs))
      for (const { access } of [lost, heard])
        await eventually(() => catalog(cell.system.api, access), refused)
    })

    test('entries leave the log once no token they concern is valid', async () => {
      cell.system.clock.advance(longestAccessSeconds)
      const early = await newSession(cell.system)
      await ask(cell.system.issuer, 'POST', '/logout', bearer(early.access))
      cell.system.clock.advance(300 + 5 + 60 + 1)
      const late = await newSession(cell.system)
      await ask(cell.system.issuer, 'POST', '/logout', bearer(late.access))
      const kept = await cell.engine.admin.zrange(log, 0, -1)
      expect(kept).toEqual([expect.stringMatching(/^generation /), expect.stringContaining(late.sid)])
    })

    test('after Redis lost everything, somebody who had logged out everywhere can log in again', async () => {
      const { access } = await newSession(cell.system)
      await ask(cell.system.issuer, 'POST', '/logout-all', bearer(access))
      await cell.engine.admin.flushall()
      const again = await signIn(cell.system)
      for (const api of [cell.system.api, cell.system.otherApi]) {
        await eventually(() => transfer(api, again.access), isOk)
        expect((await catalog(api, access)).code).toBe('session_revoked')
      }
      const { body } = await ask(cell.system.issuer, 'GET', '/sessions', bearer(again.access))
      expect(body.sessions).toHaveLength(1)
    })

    // meets: RFC9700-4.14.2-replay (hybrid)
    test('a stolen refresh token ends the access tokens of its family in every instance', async () => {
      const stolen = await newSession(cell.system)
      await refresh(cell.system, stolen.refresh)
      cell.system.clock.advance(11)
      await refresh(cell.system, stolen.refresh)
      for (const api of [cell.system.api, cell.system.otherApi]) {
        await eventually(() => catalog(api, stolen.access), refused)
      }
    })
  })
})

const entry = (place: number, sid: string, expiresAtMs: number) =>
  `${place} ${expiresAtMs} ${JSON.stringify({ kind: 'session', sub: 'user-1', sid })}`

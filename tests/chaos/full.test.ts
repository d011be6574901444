import { expect, test } from 'vitest'
import {
  ask,
  bearer,
  catalog,
  eventually,
  logIn,
  newSession,
  pairOf,
  refresh,
  signIn,
  transfer,
} from '../kit/client.ts'
import { answered, untilReadAgain } from '../kit/patience.ts'
import { startServer } from '../kit/redis/server.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem } from '../kit/systems.ts'
import { crowdOut } from './memory.ts'

test.each(withStore)('%s: a full Redis refuses logins, and lets sessions go on and end', async (strategy) => {
  const server = await startServer({ maxmemory: { limit: '4mb', policy: 'noeviction' } })
  const system = await openSystem(strategy, server)
  const [laptop, phone, tablet, tv] = [
    await newSession(system, 'laptop'),
    await newSession(system, 'phone'),
    await newSession(system, 'tablet'),
    await newSession(system, 'tv'),
  ]
  await crowdOut(server.admin)
  await untilReadAgain(system)
  expect(await logIn(system)).toMatchObject({ status: 503, code: 'store_unavailable' })
  const { access } = pairOf(await refresh(system, laptop.refresh))
  const revocations = [
    [phone, () => ask(system.issuer, 'DELETE', `/sessions/${phone.sid}`, bearer(access))],
    [tablet, () => ask(system.issuer, 'POST', '/logout', bearer(tablet.access))],
    [tv, () => ask(system.issuer, 'POST', '/logout-others', bearer(access))],
    [laptop, () => ask(system.issuer, 'POST', '/logout-all', bearer(access))],
  ] as const
  for (const [session, revoke] of revocations) {
    expect((await transfer(system.api, session.access)).status).toBe(200)
    expect((await revoke()).status).toBe(200)
    await eventually(
      () => catalog(system.api, session.access),
      ({ code }) => code === 'session_revoked',
    )
    expect((await refresh(system, session.refresh)).code).toBe('session_revoked')
  }
  await system.close()
  await server.stop()
})

test.each(withStore)('%s: a user whose epoch alone was thrown out can log in', async (strategy) => {
  const server = await startServer()
  const system = await openSystem(strategy, server)
  const before = await newSession(system)
  await ask(system.issuer, 'POST', '/logout-all', bearer(before.access))
  expect(await server.admin.del('epoch:{user-1}')).toBe(1)
  const { access } = await signIn(system)
  expect((await answered(() => transfer(system.api, access))).status).toBe(200)
  await eventually(
    () => catalog(system.api, before.access),
    ({ code }) => code === 'session_revoked',
  )
  await system.close()
  await server.stop()
})

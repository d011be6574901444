import { expect, test } from 'vitest'
import { ShiftedClock } from '../../examples/stateless/src/clock.ts'
import { openSigningKeys } from '../../examples/stateless/src/keys/signing-keys.ts'
import { readSettings } from '../../examples/stateless/src/settings.ts'
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
import { answered, untilReadAgain } from '../kit/patience.ts'
import { usersOf } from '../kit/redis/rights.ts'
import { startServer } from '../kit/redis/server.ts'
import { openSystem } from '../kit/systems.ts'
import { until } from '../kit/until.ts'

// meets: ASVS-7.4.1 (hybrid)
test('hybrid: with issuer and Redis both gone nobody knows what was revoked, so every token of before ends', async () => {
  const clock = new ShiftedClock()
  const options = { clock, signingKeys: await openSigningKeys(readSettings({ NODE_ENV: 'test' }), clock) }
  const server = await startServer()
  const before = await openSystem('hybrid', server, options)
  const kept = await newSession(before)
  const ended = await newSession(before, 'phone')
  await ask(before.issuer, 'POST', '/logout', bearer(ended.access))
  await before.close()
  await server.restartEmpty()
  // Tokens tell in seconds when they were issued.
  clock.advance(1)
  const after = await openSystem('hybrid', server, options)
  await eventually(() => ask(after.api, 'GET', '/readyz'), isOk)
  for (const { access } of [kept, ended])
    expect(await catalog(after.api, access)).toMatchObject({ status: 401, code: 'session_revoked' })
  const fresh = await newSession(after)
  await eventually(() => transfer(after.api, fresh.access), isOk)
  await after.close()
  await server.stop()
})

// meets: ASVS-7.4.1 (hybrid)
test('hybrid: a restoration that breaks off is done again, and leaves no session that was ended', async () => {
  const aclUsers = await usersOf('hybrid', 'secret')
  const server = await startServer({ persistence: 'rdb', aclUsers })
  const system = await openSystem('hybrid', { url: server.url.replace('//', '//issuer:secret@') })
  system.clock.advance(longestAccessSeconds)
  const ended = await newSession(system)
  await server.save()
  await ask(system.issuer, 'POST', '/logout', bearer(ended.access))
  // It comes back with the session, and does not let the issuer end it at first.
  await server.restart({ aclUsers: aclUsers.map((user) => `${user} -del`) })
  await until(async () => String(await server.admin.call('ACL', 'LOG')).includes('del'))
  await server.admin.call('ACL', 'SETUSER', 'issuer', '+del')
  await signIn(system)
  // By then the revocation has been forgotten, since no token of that session is valid any more.
  system.clock.advance(400)
  await untilReadAgain(system)
  expect((await answered(() => refresh(system, ended.refresh))).code).toBe('session_revoked')
  await system.close()
  await server.stop()
})

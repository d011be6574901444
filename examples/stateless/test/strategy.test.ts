import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { logIn, openSystem, refresh, send } from './system.ts'

let system: Awaited<ReturnType<typeof openSystem>>
before(async () => {
  system = await openSystem()
})
after(() => system.close())

test('logging out takes effect at exp and not before', async () => {
  const { access } = await logIn(system.issuer)
  const { body } = await send(system.issuer, 'POST /logout', { token: access })
  assert.equal(body.revocation, 'at-expiry')
  system.clock.advance(298)
  assert.equal((await send(system.api, 'GET /catalog', { token: access })).status, 200)
  system.clock.advance(8)
  assert.equal((await send(system.api, 'GET /catalog', { token: access })).code, 'token_expired')
})

test('devices can neither be listed nor revoked, and the answer says so', async () => {
  const { access } = await logIn(system.issuer)
  assert.equal((await send(system.issuer, 'GET /sessions', { token: access })).status, 501)
  assert.equal((await send(system.issuer, 'DELETE /sessions/other', { token: access })).code, 'not_supported')
})

test('a used refresh token goes on working', async () => {
  const first = await logIn(system.issuer)
  await refresh(system.issuer, first.refresh)
  assert.equal((await refresh(system.issuer, first.refresh)).status, 200)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeJwt } from 'jose'
import { logIn, openSystem, send } from './system.ts'

let system: Awaited<ReturnType<typeof openSystem>>
before(async () => {
  system = await openSystem()
})
after(() => system.close())

test('logging out takes effect with the next check', async () => {
  const { access } = await logIn(system.issuer)
  assert.equal((await send(system.issuer, 'POST /logout', { token: access })).body.revocation, 'immediate')
  assert.equal((await send(system.api, 'GET /catalog', { token: access })).code, 'session_revoked')
})

test('the token says nothing of the user', async () => {
  const { access } = await logIn(system.issuer)
  const claims = Object.keys(decodeJwt(access)).sort()
  assert.deepEqual(claims, ['aud', 'auth_time', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub'])
})

test('without Redis every route answers 503, and none waits', async () => {
  const { access } = await logIn(system.issuer)
  await system.api.store?.disconnect()
  const answer = await send(system.api, 'GET /catalog', { token: access })
  assert.deepEqual([answer.status, answer.code], [503, 'store_unavailable'])
  await system.api.store?.connect()
  assert.equal((await send(system.api, 'GET /catalog', { token: access })).status, 200)
})

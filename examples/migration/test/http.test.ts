import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { logIn, openSystem, refresh, send, tokensOf } from './system.ts'

let system: Awaited<ReturnType<typeof openSystem>>
before(async () => {
  system = await openSystem()
})
after(() => system.close())

test('a token of the issuer opens the API service', async () => {
  const { access } = await logIn(system.issuer)
  assert.equal((await send(system.api, 'GET /me', { token: access })).body.name, 'Alice')
  assert.equal((await send(system.api, 'GET /catalog', { token: access })).status, 200)
  const transfer = await send(system.api, 'POST /transfer', {
    token: access,
    body: { to: 'bob', amount: 20 },
  })
  assert.equal(transfer.status, 200)
})

test('refreshing yields another pair for the same session', async () => {
  const first = await logIn(system.issuer)
  const second = tokensOf(await refresh(system.issuer, first.refresh))
  assert.equal(second.sid, first.sid)
  assert.notEqual(second.refresh, first.refresh)
})

test('a wrong password is refused', async () => {
  const answer = await send(system.issuer, 'POST /login', { body: { username: 'alice', password: 'guess' } })
  assert.deepEqual([answer.status, answer.code], [401, 'login_failed'])
})

test('no token, and a token with a changed signature, are refused with a challenge', async () => {
  const { access } = await logIn(system.issuer)
  const forged = `${access.slice(0, -4)}${access.endsWith('AAAA') ? 'BBBA' : 'AAAA'}`
  const missing = await send(system.api, 'GET /me')
  const changed = await send(system.api, 'GET /me', { token: forged })
  assert.deepEqual([missing.code, changed.code], ['token_missing', 'token_signature_invalid'])
  assert.match(changed.headers.get('www-authenticate') ?? '', /^Bearer error="invalid_token"/)
})

test('a refresh token opens no route', async () => {
  const tokens = await logIn(system.issuer)
  assert.equal((await send(system.api, 'GET /me', { token: tokens.refresh })).code, 'token_type_invalid')
})

test('an access token ends at its exp', async () => {
  const { access } = await logIn(system.issuer)
  system.clock.advance(300 + 5 + 1)
  assert.equal((await send(system.api, 'GET /catalog', { token: access })).code, 'token_expired')
})

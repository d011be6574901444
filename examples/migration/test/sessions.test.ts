import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { logIn, openSystem, refresh, send, tokensOf } from './system.ts'

let system: Awaited<ReturnType<typeof openSystem>>
before(async () => {
  system = await openSystem()
})
after(() => system.close())

test('concurrent refreshes with one token get one successor', async () => {
  const first = await logIn(system.issuer)
  const answers = await Promise.all([1, 2, 3, 4].map(() => refresh(system.issuer, first.refresh)))
  const successors = new Set(answers.map((answer) => jtiOf(tokensOf(answer).refresh)))
  assert.equal(successors.size, 1)
})

test('a used refresh token that turns up after the grace ends the session', async () => {
  const first = await logIn(system.issuer)
  const second = tokensOf(await refresh(system.issuer, first.refresh))
  system.clock.advance(11)
  assert.equal((await refresh(system.issuer, first.refresh)).code, 'refresh_token_reused')
  assert.equal((await refresh(system.issuer, second.refresh)).code, 'session_revoked')
})

test('a device can be seen and revoked from another', async () => {
  const laptop = await logIn(system.issuer, 'laptop')
  const phone = await logIn(system.issuer, 'phone')
  const { body } = await send(system.issuer, 'GET /sessions', { token: laptop.access })
  assert.ok(body.sessions.some((session: { sid: string }) => session.sid === phone.sid))
  assert.equal(
    (await send(system.issuer, `DELETE /sessions/${phone.sid}`, { token: laptop.access })).status,
    200,
  )
  assert.equal((await refresh(system.issuer, phone.refresh)).code, 'session_revoked')
})

test('logging out everywhere leaves no session', async () => {
  const { access, refresh: token } = await logIn(system.issuer)
  await send(system.issuer, 'POST /logout-all', { token: access })
  assert.equal((await refresh(system.issuer, token)).code, 'session_revoked')
})

const jtiOf = (token: string): string => JSON.parse(atob(token.split('.')[1] ?? '')).jti

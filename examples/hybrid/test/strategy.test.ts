import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { logIn, openSystem, send } from './system.ts'

let system: Awaited<ReturnType<typeof openSystem>>
before(async () => {
  system = await openSystem({ SYNC_INTERVAL_MS: '50' })
})
after(() => system.close())

test('logging out reaches the API service within the bound', async () => {
  const { access } = await logIn(system.issuer)
  const { body } = await send(system.issuer, 'POST /logout', { token: access })
  assert.equal(body.revocation, 'bounded')
  const answer = await askUntil(401, () => send(system.api, 'GET /catalog', { token: access }))
  assert.equal(answer.code, 'session_revoked')
})

test('without Redis each route follows its policy, and rightly again afterwards', async () => {
  const { access } = await logIn(system.issuer)
  await system.api.store?.disconnect()
  const transfer = () =>
    send(system.api, 'POST /transfer', { token: access, body: { to: 'bob', amount: 20 } })
  assert.equal((await send(system.api, 'GET /catalog', { token: access })).status, 200)
  assert.equal((await send(system.api, 'GET /me', { token: access })).body.source, 'token')
  assert.equal((await transfer()).code, 'revocations_stale')
  await system.api.store?.connect()
  assert.equal((await askUntil(200, transfer)).status, 200)
})

/** The runner's own time limit ends a wait in vain. */
async function askUntil(status: number, ask: () => ReturnType<typeof send>) {
  for (;;) {
    const answer = await ask()
    if (answer.status === status) return answer
    await new Promise((resume) => setTimeout(resume, 5))
  }
}

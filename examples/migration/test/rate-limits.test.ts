import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { logIn, openSystem, send } from './system.ts'

let system: Awaited<ReturnType<typeof openSystem>>
before(async () => {
  system = await openSystem()
})
after(() => system.close())

test('a guesser is told to wait, and nobody else', async () => {
  const body = { username: `somebody ${crypto.randomUUID()}`, password: 'guess' }
  const guess = () => send(system.issuer, 'POST /login', { body })
  for (let tries = 0; tries < 5; tries++) assert.equal((await guess()).code, 'login_failed')
  const refused = await guess()
  assert.equal(refused.code, 'rate_limited')
  assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/)
  await logIn(system.issuer)
})

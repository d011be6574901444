import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openSystem, send } from './system.ts'

let system: Awaited<ReturnType<typeof openSystem>>
before(async () => {
  system = await openSystem()
})
after(() => system.close())

const ownPage = { 'sec-fetch-site': 'same-origin' }
const logIn = (headers: Record<string, string>) => {
  const body = { username: 'alice', password: 'correct horse battery staple', delivery: 'cookies' }
  return send(system.issuer, 'POST /login', { body, headers })
}

test('a page gets its tokens as cookies that no script can read, and uses them', async () => {
  const login = await logIn(ownPage)
  assert.deepEqual(login.body, { expires_in: 300 })
  const set = login.headers.getSetCookie()
  assert.ok(set.every((line) => /^__Host-(access|refresh)=ey.*HttpOnly; Secure; SameSite=Strict$/.test(line)))
  const cookie = set.map((line) => line.split(';', 1).join()).join('; ')
  const renewed = await send(system.issuer, 'POST /refresh', { headers: { ...ownPage, cookie } })
  assert.equal(renewed.headers.getSetCookie().length, 2)
  assert.equal((await send(system.api, 'GET /me', { headers: { ...ownPage, cookie } })).body.name, 'Alice')
})

test('a foreign page gets none', async () => {
  assert.equal((await logIn({ 'sec-fetch-site': 'cross-site' })).code, 'csrf_refused')
})

import { readExample } from '../../src/sandbox/example-files.ts'
import { expect, type RuntimePage, test } from './runtime-page.ts'

const api = 'http://localhost:3001'

const statusOf = async (sandbox: RuntimePage, path: string, headers: Record<string, string>) =>
  (await sandbox.send('GET', api + path, headers)).status

for (const [kind, outage] of [
  ['refused', { kind: 'refuse' }],
  ['hung', { kind: 'hang' }],
] as const) {
  test(`redis: a ${kind} Redis is a 503, and right again once it is back`, async ({ sandbox }) => {
    await sandbox.run(await readExample('redis'))
    const headers = await sandbox.logIn()
    expect(await statusOf(sandbox, '/catalog', headers)).toBe(200)
    await sandbox.setOutage(outage)
    await expect.poll(() => statusOf(sandbox, '/catalog', headers)).toBe(503)
    await sandbox.setOutage({ kind: 'none' })
    await expect.poll(() => statusOf(sandbox, '/catalog', headers)).toBe(200)
  })
}

test('hybrid: with a refused Redis the low-risk route goes on and the issuer does not', async ({
  sandbox,
}) => {
  await sandbox.run(await readExample('hybrid'))
  const headers = await sandbox.logIn()
  await sandbox.setOutage({ kind: 'refuse' })
  await expect
    .poll(async () => (await sandbox.send('GET', 'http://localhost:3000/sessions', headers)).status)
    .toBe(503)
  expect(await statusOf(sandbox, '/catalog', headers)).toBe(200)
})

test('a slow Redis answers, slowly', async ({ sandbox }) => {
  await sandbox.run(await readExample('redis'))
  const headers = await sandbox.logIn()
  await sandbox.setOutage({ kind: 'slow', delayMs: 100 })
  // A machine that stalls for the rest of the budget makes a 503 of one.
  let durationMs = 0
  const answered = async () => {
    const answer = await sandbox.send('GET', `${api}/catalog`, headers)
    durationMs = answer.durationMs
    return answer.status
  }
  await expect.poll(answered).toBe(200)
  expect(durationMs).toBeGreaterThanOrEqual(99)
})

test('keys can be looked at without touching them, and a check costs one command', async ({ sandbox }) => {
  await sandbox.run(await readExample('redis'))
  const headers = await sandbox.logIn()
  const before = await sandbox.inspect()
  const session = before.keys.find(({ name }) => name.startsWith('session:'))
  expect(session).toMatchObject({
    type: 'string',
    value: expect.stringMatching(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/),
  })
  expect(session?.ttlMs).toBeGreaterThan(0)
  await statusOf(sandbox, '/catalog', headers)
  expect((await sandbox.inspect()).commandCount).toBe(before.commandCount + 1)
})

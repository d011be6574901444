import { exampleNames, readExample } from '../../src/sandbox/example-files.ts'
import { migrationStory } from '../kit/migration-story.ts'
import { expectedStory, readStory } from '../kit/story.ts'
import { expect, test } from './runtime-page.ts'

for (const name of exampleNames) {
  test(`${name} tells in the page the story it tells in Node`, async ({ sandbox }) => {
    const { ok, state, lines } = await sandbox.run(await readExample(name))
    expect(readStory(lines.join('\n'))).toEqual(expectedStory(name))
    expect([ok, state]).toEqual([true, 'serving'])
    expect((await sandbox.send('GET', 'http://localhost:3001/healthz')).status).toBe(200)
    expect(Object.keys(await sandbox.tokens())).toEqual(['laptop', 'phone'])
  })
}

test('the migration tells in the page the story it tells in Node, and its services answer', async ({
  sandbox,
}) => {
  const { ok, state, lines } = await sandbox.run(await readExample('migration'))
  expect(readStory(lines.join('\n'))).toEqual(migrationStory)
  expect([ok, state]).toEqual([true, 'serving'])
  expect((await sandbox.send('GET', 'http://localhost:3001/healthz')).status).toBe(200)
  expect(Object.keys(await sandbox.tokens())).toEqual(['laptop', 'phone'])
})

test('edited TypeScript runs, with its types stripped in the page', async ({ sandbox }) => {
  const files = await readExample('hybrid')
  const edited = Object.fromEntries(Object.entries(files).map(([path, { text }]) => [path, { text }]))
  const { lines } = await sandbox.run(edited)
  expect(readStory(lines.join('\n'))).toEqual(expectedStory('hybrid'))
})

test.describe('without cross-origin isolation', () => {
  test.use({ isolated: false })

  test('the demo runs all the same', async ({ sandbox }) => {
    expect(await sandbox.page.evaluate(() => crossOriginIsolated)).toBe(false)
    const { lines } = await sandbox.run(await readExample('redis'))
    expect(readStory(lines.join('\n'))).toEqual(expectedStory('redis'))
  })
})

test('with the isolation headers the page is isolated', async ({ sandbox }) => {
  expect(await sandbox.page.evaluate(() => crossOriginIsolated)).toBe(true)
})

test('offline: what has run once runs again, a stop and a hang later too', async ({ sandbox, context }) => {
  const files = await readExample('redis')
  await sandbox.run(files)
  await context.setOffline(true)
  const again = await sandbox.run(files)
  expect(readStory(again.lines.join('\n'))).toEqual(expectedStory('redis'))
  await sandbox.page.evaluate(() => window.runtime.stop())
  await sandbox.run({ 'src/demo.ts': { text: 'for (;;) {}', stripped: 'for (;;) {}' } })
  const afterHang = await sandbox.run(files)
  expect(readStory(afterHang.lines.join('\n'))).toEqual(expectedStory('redis'))
})

test('nothing is loaded before it is asked for, and Redis only by those who use it', async ({ sandbox }) => {
  const atFirst = () => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)
  expect(await sandbox.page.evaluate(atFirst)).toEqual(['/page.js'])
  const loaded: string[] = []
  sandbox.page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
  await sandbox.run(await readExample('stateless'))
  expect(loaded.filter((path) => /ioredis|lua|strip/.test(path))).toEqual([])
  await sandbox.run(await readExample('redis'))
  expect(loaded.filter((path) => /ioredis|lua/.test(path)).length).toBe(2)
})

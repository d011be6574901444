import { readExample } from '../../src/sandbox/example-files.ts'
import { expect, putContainer, test } from './container-page.ts'

// What the container has beyond the contract of all runtimes.

test('two sandboxes of a page share the container, each with a folder and ports of its own', async ({
  sandbox,
  double,
}) => {
  const { page } = sandbox
  await putContainer(page, 'redis')
  await sandbox.run(await readExample('redis'))
  await page.evaluate(() => Object.assign(window, { first: window.runtime }))
  await putContainer(page, 'hybrid')
  await sandbox.run(await readExample('hybrid'))
  expect(double.count('build')).toBe(1)
  expect(double.count('loadFiles')).toBe(1)
  const states = await page.evaluate(() => {
    const { first } = window as unknown as { first: typeof window.runtime }
    return [first.state.phase, window.runtime.state.phase]
  })
  expect(states).toEqual(['serving', 'serving'])
  const ports = () => page.evaluate(() => [...window.share.container.ports.keys()].sort())
  await expect.poll(ports).toEqual([4000, 4001, 4010, 4011])
})

test('lost, it can be torn down and booted again', async ({ container, double }) => {
  await container.run(await readExample('redis'))
  await container.page.evaluate(async () => {
    const { container: lost } = window.share
    lost.lose()
    const ready = new Promise<void>((resolve) =>
      lost.onChange(() => lost.state.phase === 'ready' && resolve()),
    )
    lost.retry()
    await ready
  })
  expect(double.count('teardown')).toBe(1)
  expect(double.count('build')).toBe(2)
  expect(await container.run(await readExample('redis'))).toMatchObject({ ok: true, state: 'serving' })
})

test('of two runs at once the later counts, and nothing of the earlier stays', async ({ container }) => {
  const files = await readExample('redis')
  const [earlier, later] = await Promise.all([container.run(files), container.run(files)])
  expect(earlier).toMatchObject({ ok: false, code: 'stopped' })
  expect(later).toMatchObject({ ok: true, state: 'serving' })
  expect(await container.logIn()).toHaveProperty('authorization')
})

test('a stop while Node starts is a stop', async ({ container, double }) => {
  const gate = Promise.withResolvers<void>()
  double.faults.gates.spawn = gate.promise
  const running = container.run(await readExample('redis'))
  await expect.poll(() => double.count('spawn')).toBe(1)
  await container.page.evaluate(() => void window.runtime.stop())
  gate.resolve()
  expect(await running).toMatchObject({ ok: false, code: 'stopped', state: 'stopped: by-reader' })
  expect(await container.nextRunWorks()).toBe(true)
})

test('files go in once, and later only those that changed', async ({ container, double }) => {
  const files = await readExample('redis')
  await container.run(files)
  expect(double.count('writeFile')).toBe(0)
  const edited = { ...files, 'src/clock.ts': { text: `${files['src/clock.ts']?.text}\n// edited\n` } }
  await container.run(edited)
  await container.run(edited)
  expect(double.count('writeFile')).toBe(1)
  await container.run(files)
  expect(double.count('writeFile')).toBe(2)
})

test('no secret and no token is in what the container is started with', async ({ container, double }) => {
  await container.run(await readExample('redis'))
  const spawned = double.calls.filter(({ method }) => method === 'spawn')
  expect(JSON.stringify(spawned)).not.toMatch(/SECRET|SIGNING|eyJ/)
})

test('an API key goes to StackBlitz, and to nobody else', async ({ sandbox, double }) => {
  void double
  const withKey: string[] = []
  sandbox.page.on('request', (request) => {
    if (request.url().includes('wc_api_key')) withKey.push(new URL(request.url()).origin)
  })
  await sandbox.page.evaluate(async () => {
    const { container } = window.joinContainer('redis', 'wc_api_key')
    const ready = new Promise<void>((resolve) =>
      container.onChange(() => container.state.phase === 'ready' && resolve()),
    )
    container.start()
    await ready
  })
  expect(withKey).toEqual(['https://stackblitz.com'])
})

/** Without the counters of attempts, which stay until they expire. */
const namesOfUsers = (keys: readonly { name: string }[]) =>
  keys.map(({ name }) => name).filter((name) => !name.startsWith('limit:'))

test.describe('with a Redis server in the container', () => {
  test('the story is the same, and keys can be looked at', async ({ container }) => {
    await container.page.evaluate(() => {
      window.share.runtime.usesRedisServer = true
    })
    const run = await container.run(await readExample('redis'))
    expect(run).toMatchObject({ ok: true, state: 'serving' })
    const { keys, commandCount } = await container.inspect()
    expect(namesOfUsers(keys)).toEqual(['epoch:{user-1}'])
    expect(commandCount).toBeGreaterThan(20)
  })

  for (const [kind, outage] of [
    ['refused', { kind: 'refuse' }],
    ['hung', { kind: 'hang' }],
  ] as const) {
    test(`a ${kind} Redis is a 503, and right again once it is back`, async ({ container }) => {
      await container.page.evaluate(() => {
        window.share.runtime.usesRedisServer = true
      })
      await container.run(await readExample('redis'))
      const headers = await container.logIn()
      const status = async () =>
        (await container.send('GET', 'http://localhost:3001/catalog', headers)).status
      expect(await status()).toBe(200)
      await container.setOutage(outage)
      await expect.poll(status).toBe(503)
      await container.setOutage({ kind: 'none' })
      await expect.poll(status).toBe(200)
    })
  }

  test('each run has a fresh one', async ({ container }) => {
    await container.page.evaluate(() => {
      window.share.runtime.usesRedisServer = true
    })
    await container.run(await readExample('redis'))
    await container.logIn()
    await container.run(await readExample('redis'))
    expect(namesOfUsers((await container.inspect()).keys)).toEqual(['epoch:{user-1}'])
  })
})

test('with the mock there is nothing to look into, and the runtime says so by leaving it out', async ({
  container,
}) => {
  await container.run(await readExample('redis'))
  expect(await container.page.evaluate(() => window.runtime.redis === undefined)).toBe(true)
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../kit/ports.ts'
import { type Starter, starters } from '../kit/starter-folders.ts'
import { expectedStory, readStory } from '../kit/story.ts'
import { type Alone, copyAlone, type Ended } from './alone.ts'

const folders = new Map<Starter, Alone>()
const of = (starter: Starter): Alone => {
  const alone = folders.get(starter)
  if (!alone) throw new Error(`${starter} was not installed`)
  return alone
}

beforeAll(async () => {
  await Promise.all(starters.map(install))
})
afterAll(async () => {
  await Promise.all([...folders.values()].map((alone) => alone.remove()))
})

async function install(starter: Starter): Promise<void> {
  const alone = await copyAlone(starter)
  folders.set(starter, alone)
  expectSuccess(await alone.run('ci --prefer-offline --no-audit --no-fund'))
}

function expectSuccess({ exitCode, stdout, stderr }: Ended): void {
  expect(exitCode, `${stdout}${stderr}`).toBe(0)
}

describe.concurrent.each(starters)('%s, copied alone to an empty place', (starter) => {
  test('passes its tests', async ({ expect }) => {
    const ended = await of(starter).run('test')
    expectSuccess(ended)
    expect(ended.stdout).toMatch(/\bpass [1-9]\d*/)
  })

  test('has sound types', async () => {
    expectSuccess(await of(starter).run('run types'))
  })

  test('tells the story', async ({ expect }) => {
    const { stdout } = await of(starter).run('run demo')
    expect(readStory(stdout)).toEqual(expectedStory(starter))
  })

  test('starts both services, and stops when it is asked to', async ({ expect }) => {
    const [issuerPort, apiPort, ledgerPort] = [await freePort(), await freePort(), await freePort()]
    const env = {
      ISSUER_PORT: String(issuerPort),
      API_PORT: String(apiPort),
      LEDGER_PORT: String(ledgerPort),
    }
    const running = of(starter).start('start', env)
    await running.says('API service')
    expect((await healthOf(issuerPort)).status).toBe(200)
    expect((await healthOf(apiPort)).status).toBe(200)
    running.stop()
    await running.ended
    await expect(healthOf(apiPort)).rejects.toThrow()
  })

  test('does not start with a weak secret, and names the setting', async ({ expect }) => {
    const ended = await of(starter).run('start', { SIGNING_ALG: 'HS256', JWT_SECRET: 'short' })
    expect(ended.exitCode).toBe(1)
    expect(ended.stderr).toContain('JWT_SECRET')
    expect(ended.stderr + ended.stdout).not.toContain('short')
  })
})

const healthOf = (port: number): Promise<Response> => fetch(`http://localhost:${port}/healthz`)

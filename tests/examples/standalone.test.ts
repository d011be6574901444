import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bareEnv } from '../kit/bare-env.ts'
import { installOnce } from '../kit/layers.ts'
import { migrationStory } from '../kit/migration-story.ts'
import { freePort } from '../kit/ports.ts'
import { type Folder, folders, starters } from '../kit/starter-folders.ts'
import { expectedStory, readStory } from '../kit/story.ts'
import { isWholeProduct } from '../kit/tier.ts'
import { type Alone, type Ended, type Running, unpackAlone } from './alone.ts'
import { startCommands, tabs } from './set-up-page.ts'

// Each starter unpacked in an empty place, where its packages are installed once, by what the page tells to type.

interface Taken {
  readonly alone: Alone
  readonly ports: Readonly<Record<(typeof portNames)[number], string>>
  /** The services, as the page starts them. */
  readonly running: Running
  /** What the commands of the page have put there. */
  readonly settings: string
}

const portNames = ['ISSUER_PORT', 'API_PORT', 'LEDGER_PORT'] as const
const taken = new Map<Folder, Taken>()
const of = (starter: Folder): Taken => {
  const found = taken.get(starter)
  if (!found) throw new Error(`${starter} was not installed`)
  return found
}

beforeAll(async () => {
  await Promise.all(folders.map(async (starter) => taken.set(starter, await setUp(starter))))
})
afterAll(async () => {
  await Promise.all([...taken.values()].map(({ alone }) => alone.remove()))
})

/** What is changed: ports are free on this machine, and the same packages are not installed again. */
async function setUp(starter: Folder): Promise<Taken> {
  const alone = await unpackAlone(starter)
  const [before = '', after = ''] = startCommands.split(/^npm ci$/m)
  await alone.type(before, {}).ended
  await installOnce(alone.folder, 'npm ci', { ...bareEnv(), npm_config_prefer_offline: 'true' })
  const ports = await freePorts()
  const running = alone.type(after, ports)
  await running.says('API service: ')
  return { alone, ports, running, settings: await readFile(join(alone.folder, '.env'), 'utf8') }
}

async function freePorts(): Promise<Taken['ports']> {
  const ports = portNames.map(async (name) => [name, String(await freePort())] as const)
  return Object.fromEntries(await Promise.all(ports)) as Taken['ports']
}

function expectSuccess({ exitCode, stdout, stderr }: Ended): void {
  expect(exitCode, `${stdout}${stderr}`).toBe(0)
}

test('the page has a tab for each starter', () => {
  expect(tabs.map(({ starter }) => starter)).toEqual(starters)
})

/** With its own packages and its own compiler. They are of one version in all starters, whose types are checked before. */
test.concurrent.for(isWholeProduct ? folders : (['hybrid'] as const))(
  '%s has sound types, unpacked in an empty place',
  async (starter) => expectSuccess(await of(starter).alone.run('run types')),
)

describe.concurrent.each(folders)('%s, unpacked in an empty place,', (starter) => {
  test('has keys in files once it is set up', ({ expect }) => {
    expect(of(starter).settings).toMatch(/^SIGNING_KEYS_FILE=signing-keys\.json$/m)
  })

  test.for(tabs.filter((tab) => tab.starter === starter))(
    'answers as the page says, to the call after the logout',
    async ({ calls, promised, last }, { expect }) => {
      const { alone, ports } = of(starter)
      const moved = calls
        .replaceAll('localhost:3000', `localhost:${ports.ISSUER_PORT}`)
        .replaceAll('localhost:3001', `localhost:${ports.API_PORT}`)
      const { stdout } = await alone.type(moved, {}).ended
      expect(stdout).toContain('"name":"Alice"')
      expect(stdout).toContain(promised)
      expect(stdout.endsWith(last)).toBe(true)
    },
  )

  test('passes its tests, without a Redis', async ({ expect }) => {
    const ended = await of(starter).alone.run('test')
    expectSuccess(ended)
    expect(ended.stdout).toMatch(/\bpass [1-9]\d*/)
  })

  test('tells the story', async ({ expect }) => {
    const { stdout } = await of(starter).alone.run('run demo')
    expect(readStory(stdout)).toEqual(starter === 'migration' ? migrationStory : expectedStory(starter))
  })

  test('starts with the settings of its .env, and stops when it is asked to', async ({ expect }) => {
    const { alone, settings } = of(starter)
    const ports = await freePorts()
    const moved = portNames.reduce(
      (text, name) => text.replace(RegExp(`^${name}=.*`, 'm'), `${name}=${ports[name]}`),
      settings,
    )
    await writeFile(join(alone.folder, '.env'), moved)
    const running = alone.start('start', {})
    await running.says('API service')
    const answers = await Promise.all(portNames.map((name) => healthOf(ports[name])))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    running.stop()
    await running.ended
    await expect(healthOf(ports.API_PORT)).rejects.toThrow()
  })
})

test.concurrent('does not start with a weak secret, and names the setting', async ({ expect }) => {
  const { alone } = of('stateless')
  const ended = await alone.run('start', { SIGNING_ALG: 'HS256', JWT_SECRET: 'short' })
  expect(ended.exitCode).toBe(1)
  expect(ended.stderr).toContain('JWT_SECRET')
  expect(ended.stderr + ended.stdout).not.toContain('short')
})

const healthOf = (port: string): Promise<Response> => fetch(`http://localhost:${port}/healthz`)

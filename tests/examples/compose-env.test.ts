import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hybridSettings } from '../../examples/hybrid/src/settings/hybrid.ts'
import { redisSettings } from '../../examples/redis/src/settings/redis.ts'
import { commonSettings } from '../../examples/stateless/src/settings/schema.ts'
import { envFileWithSecret } from '../../src/components/wizard/env-file.ts'
import { environmentOf, readCompose } from '../kit/compose/model.ts'
import { folderOf } from '../kit/starter-folders.ts'
import { cases } from '../kit/wizard-cases.ts'
import { ownServices, settingsIn, stacks } from './compose-settings.ts'

// Compose reads the .env that lies beside compose.yaml. It may be there for npm start, or come from the wizard.

const schemas = { stateless: commonSettings, redis: redisSettings, hybrid: hybridSettings }

/** What an .env for one machine says of it, and what containers get as files: none of it is for them. */
const notForContainers = [
  ...[
    'NODE_ENV',
    'DEMO_USERS',
    'SERVICE',
    'HOST',
    'ISSUER_PORT',
    'API_PORT',
    'LEDGER_PORT',
    'TRUSTED_PROXIES',
  ],
  ...['ISSUER_URL', 'AUDIENCE', 'LEDGER_AUDIENCE', 'JWKS_URL', 'TOKEN_URL', 'REDIS_URL'],
  ...['EXCHANGE_SECRET', 'JWT_SECRET', 'SIGNING_KEYS_FILE', 'SESSION_KEYS_FILE'],
]

describe.each(stacks)('%s: %j', (starter, files) => {
  let project = ''
  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'compose-env-'))
    for (const file of files) await cp(join(folderOf(starter), file), join(project, file))
  })
  afterAll(() => rm(project, { recursive: true }))

  const servicesWith = (env: Readonly<Record<string, string>>) =>
    ownServices(readCompose(project, files, env))
  /** What each service runs with, when the environment is this and the .env says that. */
  async function settingsWith(dotenv: string, env: Readonly<Record<string, string>> = {}) {
    await writeFile(join(project, '.env'), dotenv)
    return servicesWith(environmentOf(project, env)).map((service) => settingsIn(starter, service))
  }

  test.each(['', 'DEPLOY_NODE_ENV=\nDEPLOY_DEMO_USERS=\n'])(
    'is for production when .env is %j',
    async (dotenv) => {
      const settings = await settingsWith(dotenv)
      expect(settings.map(({ SERVICE }) => SERVICE)).toEqual(['issuer', 'api', 'api', 'ledger'])
      for (const each of settings)
        expect(each).toMatchObject({
          ...{ NODE_ENV: 'production', DEMO_USERS: 'off', TRUSTED_PROXIES: 1 },
          ...{ ISSUER_URL: 'https://id.example', AUDIENCE: 'https://api.example' },
        })
    },
  )

  test('is the same with a copy of .env.example beside it', async () => {
    const untouched = await settingsWith('')
    await cp(join(folderOf(starter), '.env.example'), join(project, '.env'))
    const settings = servicesWith(environmentOf(project)).map((service) => settingsIn(starter, service))
    expect(settings).toEqual(untouched)
  })

  test('takes over what the wizard wrote, for every answer that leads here', async () => {
    const here = cases.filter(({ advice }) => advice.strategy === starter)
    const different = [...Map.groupBy(here, ({ advice }) => JSON.stringify(advice.settings)).values()]
    expect(different.length).toBeGreaterThan(1)
    for (const [first] of different) {
      if (!first) continue
      const { advice, answers } = first
      const dotenv = envFileWithSecret(advice, answers)
      if (advice.settings.SIGNING_ALG === 'HS256') {
        // That is for one process, and these are several.
        await expect(settingsWith(dotenv)).rejects.toMatchObject({ setting: 'SIGNING_ALG' })
        continue
      }
      const wanted = Object.entries(advice.settings).map(([name, value]) => [name, Number(value)])
      for (const each of await settingsWith(dotenv))
        expect(each).toMatchObject({ NODE_ENV: 'production', ...Object.fromEntries(wanted) })
    }
  })

  test('lets the environment win over .env', async () => {
    const settings = await settingsWith('ACCESS_TTL_SECONDS=200\n', { ACCESS_TTL_SECONDS: '100' })
    for (const { ACCESS_TTL_SECONDS } of settings) expect(ACCESS_TTL_SECONDS).toBe(100)
  })

  test('hands every setting on to every service, but for those of one machine', () => {
    for (const name of Object.keys(schemas[starter])) {
      const reached = servicesWith({ [name]: 'probe' }).map(
        ({ environment }) => environment?.[name] === 'probe',
      )
      expect([name, ...new Set(reached)]).toEqual([name, !notForContainers.includes(name)])
    }
  })

  test('has the defaults that the starter has without it', () => {
    for (const { environment = {} } of servicesWith({}))
      for (const [name, schema] of Object.entries(hybridSettings)) {
        if (notForContainers.includes(name)) continue
        // Redis and hybrid have one file, so it also has what the Redis strategy does not read.
        if (starter === 'stateless' && !(name in commonSettings)) expect(environment).not.toHaveProperty(name)
        else expect([name, environment[name]]).toEqual([name, String(v.parse(schema, undefined))])
      }
  })

  test('can be tried out with the demo accounts, and has addresses of its own', async () => {
    const trial = await settingsWith('', { DEPLOY_NODE_ENV: 'development', DEPLOY_DEMO_USERS: 'on' })
    for (const each of trial) expect(each).toMatchObject({ NODE_ENV: 'development', DEMO_USERS: 'on' })
    const own = { ISSUER_URL: 'https://id.mine.example', AUDIENCE: 'https://api.mine.example' }
    const dotenv = [...Object.entries(own), ['TRUSTED_PROXIES', '2']].map(
      ([name, value]) => `DEPLOY_${name}=${value}`,
    )
    for (const each of await settingsWith(dotenv.join('\n')))
      expect(each).toMatchObject({ ...own, TRUSTED_PROXIES: 2 })
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../examples/hybrid/src/clock.ts'
import { openSigningKeys } from '../../examples/hybrid/src/keys/signing-keys.ts'
import { openSessionKeys } from '../../examples/hybrid/src/sessions/session-keys.ts'
import { readSettings as hybrid } from '../../examples/hybrid/src/settings.ts'
import { readSettings as redis } from '../../examples/redis/src/settings.ts'
import { readSettings as stateless } from '../../examples/stateless/src/settings.ts'
import type { Env } from '../kit/systems.ts'

const readers = { stateless, redis, hybrid }
type Name = keyof typeof readers

const secret = 'x'.repeat(31)
const production = {
  NODE_ENV: 'production',
  ISSUER_URL: 'https://id.example',
  DEMO_USERS: 'off',
  SIGNING_KEYS_FILE: 'keys.json',
  SESSION_KEYS_FILE: 'session-keys.json',
}

const wrong: [what: string, setting: string, env: Env, only?: Name[]][] = [
  ['a weak secret', 'JWT_SECRET', { SIGNING_ALG: 'HS256', JWT_SECRET: secret }],
  ['HS256 without a secret', 'JWT_SECRET', { SIGNING_ALG: 'HS256' }],
  ['a secret that nothing uses', 'JWT_SECRET', { JWT_SECRET: `${secret}x` }],
  [
    'HS256 with services apart',
    'SIGNING_ALG',
    { SIGNING_ALG: 'HS256', JWT_SECRET: `${secret}x`, SERVICE: 'api' },
  ],
  [
    'HS256 with private keys',
    'SIGNING_KEYS_FILE',
    { SIGNING_ALG: 'HS256', JWT_SECRET: `${secret}x`, SIGNING_KEYS_FILE: 'keys.json' },
  ],
  ['an unknown algorithm', 'SIGNING_ALG', { SIGNING_ALG: 'none' }],
  ['a lifetime that is no number', 'ACCESS_TTL_SECONDS', { ACCESS_TTL_SECONDS: '5m' }],
  ['a lifetime too long', 'ACCESS_TTL_SECONDS', { ACCESS_TTL_SECONDS: '86400' }],
  [
    'access longer than idle',
    'ACCESS_TTL_SECONDS',
    { ACCESS_TTL_SECONDS: '600', SESSION_IDLE_SECONDS: '300' },
  ],
  [
    'idle longer than absolute',
    'SESSION_IDLE_SECONDS',
    { SESSION_IDLE_SECONDS: '7200', SESSION_ABSOLUTE_SECONDS: '3600' },
  ],
  ['an issuer that is no URL', 'ISSUER_URL', { ISSUER_URL: 'localhost' }],
  ['a port out of range', 'API_PORT', { API_PORT: '70000' }],
  ['production without keys', 'SIGNING_KEYS_FILE', { ...production, SIGNING_KEYS_FILE: '' }],
  [
    'a verifier with signing keys',
    'SIGNING_KEYS_FILE',
    { SERVICE: 'ledger', SIGNING_KEYS_FILE: 'keys.json' },
  ],
  ['services apart without an exchange secret', 'EXCHANGE_SECRET', { SERVICE: 'api' }],
  ['a short exchange secret', 'EXCHANGE_SECRET', { EXCHANGE_SECRET: secret }],
  ['one audience for two services', 'LEDGER_AUDIENCE', { LEDGER_AUDIENCE: 'http://localhost:3001' }],
  ['production over http', 'ISSUER_URL', { ...production, ISSUER_URL: 'http://id.example' }],
  ['production with demo users', 'DEMO_USERS', { ...production, DEMO_USERS: '' }],
  ['production without Redis', 'REDIS_URL', production, ['redis', 'hybrid']],
  [
    'services apart without Redis',
    'REDIS_URL',
    { SERVICE: 'api', EXCHANGE_SECRET: `${secret}x` },
    ['redis', 'hybrid'],
  ],
  [
    'production without session keys',
    'SESSION_KEYS_FILE',
    { ...production, REDIS_URL: 'redis://localhost', SESSION_KEYS_FILE: '' },
    ['redis', 'hybrid'],
  ],
  ['sentinels without a name', 'REDIS_URL', { REDIS_URL: 'redis+sentinel://a:1,b:2' }, ['redis', 'hybrid']],
  ['a cluster with a database', 'REDIS_URL', { REDIS_URL: 'redis+cluster://a:1/2' }, ['redis', 'hybrid']],
  ['a Redis address of another kind', 'REDIS_URL', { REDIS_URL: 'http://localhost' }, ['redis', 'hybrid']],
  ['a sync too seldom for the bound', 'SYNC_INTERVAL_MS', { SYNC_INTERVAL_MS: '1500' }, ['hybrid']],
]

describe.each(['stateless', 'redis', 'hybrid'] as const)('%s does not start with', (name) => {
  const cases = wrong.filter(([, , , only]) => only === undefined || only.includes(name))

  // meets: ASVS-9.1.2, RFC8725-3.2
  test.each(cases)('%s: names %s', (_, setting, env) => {
    const error = thrownBy(() => readers[name](env))
    expect(error).toMatchObject({ name: 'SettingsError', code: 'setting_invalid', setting })
    expect(error.message).toMatch(new RegExp(`^${setting} must`))
    expect(error.message).not.toContain(secret)
  })
})

test('an empty value counts as unset, so the default holds', () => {
  expect(stateless({ ACCESS_TTL_SECONDS: '' }).ACCESS_TTL_SECONDS).toBe(300)
})

describe('a key file that cannot be used stops the start, by name and not quoted', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const publicKey = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', nbf: 0 }
  const files: [what: string, text: string][] = [
    ['not there', ''],
    ['no JSON', 'secret'],
    ['empty', '{"keys":[]}'],
    ['a public key', JSON.stringify({ keys: [publicKey] })],
    ['a key of another kind', '{"keys":[{"kty":"oct","k":"AAAA","d":"AAAA","nbf":0}]}'],
    ['a key without dates', '{"keys":[{"kty":"oct","k":"AAAA"}]}'],
  ]

  test.each(files)('%s', async (what, text) => {
    const path = join(folder, `${what}.json`)
    if (text) await writeFile(path, text)
    const settings = hybrid({ SIGNING_KEYS_FILE: path })
    const signing = await openSigningKeys(settings, systemClock).catch((reason) => reason)
    const sealing = await openSessionKeys(path, systemClock).catch((reason) => reason)
    expect(signing).toMatchObject({ name: 'SettingsError', setting: 'SIGNING_KEYS_FILE' })
    expect(sealing).toMatchObject({ name: 'SettingsError', setting: 'SESSION_KEYS_FILE' })
    if (text) expect(signing.message + sealing.message).not.toContain(text)
  })
})

test.each(['reallyreallyreallyreallyverysafe', 'bGVvLWV2ZW50cy1pbmRxLTIwMDItcHJvZA=='])(
  'a secret of 32 bytes or more that is in a public list is refused: %s',
  async (JWT_SECRET) => {
    const settings = stateless({ SIGNING_ALG: 'HS256', JWT_SECRET })
    const error = await openSigningKeys(hybrid({ SIGNING_ALG: 'HS256', JWT_SECRET }), systemClock).catch(
      (e) => e,
    )
    expect(settings.JWT_SECRET).toBe(JWT_SECRET)
    expect(error).toMatchObject({ name: 'SettingsError', setting: 'JWT_SECRET' })
    expect(error.message).not.toContain(JWT_SECRET)
  },
)

function thrownBy(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('Nothing was thrown')
}

import { describe, expect, test } from 'vitest'
import * as hybridKeys from '../../examples/hybrid/src/keys.ts'
import { readSettings as hybrid } from '../../examples/hybrid/src/settings.ts'
import { readSettings as redis } from '../../examples/redis/src/settings.ts'
import { readSettings as stateless } from '../../examples/stateless/src/settings.ts'
import type { Env } from './systems.ts'

const readers = { stateless, redis, hybrid }
type Name = keyof typeof readers

const secret = 'x'.repeat(31)
const production = {
  NODE_ENV: 'production',
  ISSUER_URL: 'https://id.example',
  DEMO_USERS: 'off',
  SIGNING_KEY: '{}',
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
    'HS256 with a private key',
    'SIGNING_KEY',
    { SIGNING_ALG: 'HS256', JWT_SECRET: `${secret}x`, SIGNING_KEY: '{}' },
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
  ['production without a key', 'SIGNING_KEY', { ...production, SIGNING_KEY: '' }],
  ['production over http', 'ISSUER_URL', { ...production, ISSUER_URL: 'http://id.example' }],
  ['production with demo users', 'DEMO_USERS', { ...production, DEMO_USERS: '' }],
  ['production without Redis', 'REDIS_URL', production, ['redis', 'hybrid']],
  ['services apart without Redis', 'REDIS_URL', { SERVICE: 'api' }, ['redis', 'hybrid']],
  ['a Redis address of another kind', 'REDIS_URL', { REDIS_URL: 'http://localhost' }, ['redis', 'hybrid']],
  ['a sync too seldom for the bound', 'SYNC_INTERVAL_MS', { SYNC_INTERVAL_MS: '1500' }, ['hybrid']],
]

describe.each(['stateless', 'redis', 'hybrid'] as const)('%s does not start with', (name) => {
  const cases = wrong.filter(([, , , only]) => only === undefined || only.includes(name))

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

test.each([
  ['no JSON', 'secret'],
  ['a public key', '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'],
  ['a key of another kind', '{"kty":"oct","k":"AAAA","d":"AAAA"}'],
])('a SIGNING_KEY that is %s is refused by name and not quoted', async (_, SIGNING_KEY) => {
  const error = await hybridKeys.loadSigningKey(hybrid({ SIGNING_KEY })).catch((reason) => reason)
  expect(error).toMatchObject({ name: 'SettingsError', setting: 'SIGNING_KEY' })
  expect(error.message).not.toContain(SIGNING_KEY)
})

function thrownBy(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('Nothing was thrown')
}

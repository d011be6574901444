import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from '../src/settings.ts'

const wrong: [setting: string, env: Record<string, string>][] = [
  ['JWT_SECRET', { SIGNING_ALG: 'HS256', JWT_SECRET: 'too short' }],
  ['JWT_SECRET', { SIGNING_ALG: 'HS256' }],
  ['ACCESS_TTL_SECONDS', { ACCESS_TTL_SECONDS: '5 minutes' }],
  ['SESSION_IDLE_SECONDS', { SESSION_IDLE_SECONDS: '7200', SESSION_ABSOLUTE_SECONDS: '3600' }],
  ['SIGNING_KEYS_FILE', { NODE_ENV: 'production', ISSUER_URL: 'https://id.example', DEMO_USERS: 'off' }],
]

for (const [setting, env] of wrong) {
  test(`${setting}=${env[setting] ?? ''} stops the start`, () => {
    assert.throws(() => readSettings(env), { code: 'setting_invalid', setting })
  })
}

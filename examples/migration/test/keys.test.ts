import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { runKeyCommand, signingKeyFiles } from '../src/keys/command.ts'
import { readSettings } from '../src/settings.ts'
import { logIn, openSystem, send } from './system.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'))
})
after(() => rm(folder, { recursive: true }))

test('with a key file a token outlives a restart, and a rotation', async () => {
  const env = { SIGNING_KEYS_FILE: join(folder, 'signing-keys.json') }
  const settings = readSettings(env)
  await runKeyCommand('list', settings, signingKeyFiles(settings))
  const first = await openSystem(env)
  const { access } = await logIn(first.issuer)
  await first.close()
  await runKeyCommand('rotate', settings, signingKeyFiles(settings))
  const second = await openSystem(env)
  assert.equal((await send(second.issuer, 'GET /.well-known/jwks.json')).body.keys.length, 2)
  assert.equal((await send(second.api, 'GET /me', { token: access })).status, 200)
  await second.close()
})

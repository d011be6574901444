import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeKeyFile } from '../../examples/hybrid/src/keys/key-file.ts'
import { withSecretFiles } from '../../examples/hybrid/src/settings/secret-files.ts'
import { readSettings, secretSettings } from '../../examples/hybrid/src/settings.ts'

const secret = 'a-secret-of-more-than-32-bytes-from-a-file'
let folder = ''
let file = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'))
  file = join(folder, 'secret')
  await writeFile(file, `${secret}\n`)
})
afterAll(() => rm(folder, { recursive: true }))

const read = (env: Record<string, string>) => readSettings(withSecretFiles(env, secretSettings))

describe('a secret in a file', () => {
  test('is the setting, without the line end', () => {
    expect(read({ EXCHANGE_SECRET_FILE: file }).EXCHANGE_SECRET).toBe(secret)
  })

  test.each(['EXCHANGE_SECRET', 'JWT_SECRET', 'REDIS_URL'])('can be %s', (name) => {
    expect(withSecretFiles({ [`${name}_FILE`]: file }, secretSettings)).toMatchObject({ [name]: secret })
  })

  test('leaves settings alone that are themselves the names of files', () => {
    expect(read({ SIGNING_KEYS_FILE: 'keys.json' }).SIGNING_KEYS_FILE).toBe('keys.json')
  })

  test('is held to the same rules as the setting, and not quoted', async () => {
    const short = join(folder, 'short')
    await writeFile(short, 'short-secret')
    const error = faultOf({ EXCHANGE_SECRET_FILE: short })
    expect(error).toMatchObject({ name: 'SettingsError', setting: 'EXCHANGE_SECRET' })
    expect(error.message).not.toContain('short-secret')
  })

  test('is not taken beside the setting: it would be unclear which of the two holds', () => {
    const error = faultOf({ EXCHANGE_SECRET: secret, EXCHANGE_SECRET_FILE: file })
    expect(error).toMatchObject({ name: 'SettingsError', setting: 'EXCHANGE_SECRET_FILE' })
    expect(error.message).not.toContain(secret)
  })

  test.each(['not there', 'empty', 'a folder'])('stops the start when it is %s, by name', async (what) => {
    await writeFile(join(folder, 'empty'), ' \n')
    const path = what === 'a folder' ? folder : join(folder, what)
    const error = faultOf({ REDIS_URL_FILE: path })
    expect(error).toMatchObject({ name: 'SettingsError', setting: 'REDIS_URL_FILE' })
  })

  test('counts as unset when its name is empty', () => {
    expect(read({ EXCHANGE_SECRET_FILE: '' }).EXCHANGE_SECRET).toBeUndefined()
  })
})

describe('a key file', () => {
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777

  test('can be read by its owner alone, and keeps the mode that somebody gave it', async () => {
    const path = join(folder, 'keys.json')
    await writeKeyFile(path, [])
    expect(await modeOf(path)).toBe(0o600)
    await chmod(path, 0o644)
    await writeKeyFile(path, [])
    expect(await modeOf(path)).toBe(0o644)
  })
})

function faultOf(env: Record<string, string>): Error {
  try {
    read(env)
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('Nothing was thrown')
}

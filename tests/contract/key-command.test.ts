import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type KeyEntry, parseKeyFile } from '../../examples/stateless/src/keys/key-entry.ts'
import { catalog, newSession } from '../kit/client.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem } from '../kit/systems.ts'
import { isWholeProduct } from '../kit/tier.ts'
import { runKeys } from './key-command.ts'

/** As in a starter's own folder. */
const settings = `
JWKS_MAX_AGE_SECONDS=100
CLOCK_TOLERANCE_SECONDS=7
SESSION_IDLE_SECONDS=900
SESSION_ABSOLUTE_SECONDS=5000
`

let root: string
let folder: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'keys-'))
})
afterAll(() => rm(root, { recursive: true }))
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'starter-'))
  await configure('')
})

const configure = (more: string) => writeFile(pathOf('.env'), settings + more)
/** What the command left behind. */
const listed = async () => (await readdir(folder)).filter((file) => file !== '.env').sort()
const pathOf = (file: string) => join(folder, file)
const textOf = (file: string) => readFile(pathOf(file), 'utf8')
const keysIn = async (file: string) => parseKeyFile(await textOf(file))
/** What nobody else may learn: the private part of a pair, and a secret. */
const secretsOf = ({ d, k }: KeyEntry) => [d, k].filter((secret) => secret !== undefined)
const nowSeconds = () => Math.floor(Date.now() / 1000)

/** The two with a store have the same command. */
const commands = isWholeProduct ? allStrategies : (['stateless', 'hybrid'] as const)

describe.each(commands)('%s: npm run keys', (strategy) => {
  const files = [...(strategy === 'stateless' ? [] : ['session-keys.json']), 'signing-keys.json']
  /** How long what was made with a key may turn up, by these settings. */
  const drains: Record<string, number> = { 'signing-keys.json': 900 + 7, 'session-keys.json': 5000 }
  const run = (...command: string[]) => runKeys(strategy, folder, ...command)

  // meets: RFC8725-3.5
  test('makes the first keys, with 256 random bits each, in files for their owner alone', async () => {
    const earliest = nowSeconds()
    expect(await run()).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await listed()).toEqual(files)
    for (const file of files) {
      const [key, ...others] = await keysIn(file)
      expect(others).toEqual([])
      expect(key?.nbf).toBeGreaterThanOrEqual(earliest)
      expect(key?.nbf).toBeLessThanOrEqual(nowSeconds())
      expect(key).not.toHaveProperty('exp')
      expect(key && secretsOf(key)).toEqual([expect.stringMatching(/^[\w-]{43}$/)])
      expect((await stat(pathOf(file))).mode & 0o777).toBe(0o600)
    }
  })

  test('prints names and dates, and nothing of a key', async () => {
    await run()
    await run('rotate')
    const before = await Promise.all(files.map(textOf))
    const { stdout } = await run('list')
    expect(await Promise.all(files.map(textOf))).toEqual(before)
    for (const file of files) {
      expect(stdout).toContain(`=${file}`)
      for (const key of await keysIn(file)) {
        expect(stdout).toContain(`${key.kid}  `)
        expect(stdout).toContain(new Date(key.nbf * 1000).toISOString())
        expect(secretsOf(key).filter((secret) => stdout.includes(secret))).toEqual([])
      }
    }
  })

  test('rotates: the new key waits for every copy of the old set, the old one for all that it made', async () => {
    await run()
    const before = await Promise.all(files.map(keysIn))
    const earliest = nowSeconds()
    expect((await run('rotate')).exitCode).toBe(0)
    for (const [place, file] of files.entries()) {
      const [old, fresh, ...others] = await keysIn(file)
      expect(others).toEqual([])
      expect(fresh?.nbf).toBeGreaterThanOrEqual(earliest + 200)
      expect(fresh?.nbf).toBeLessThanOrEqual(nowSeconds() + 200)
      expect(old).toEqual({ ...before[place]?.[0], exp: Number(fresh?.nbf) + Number(drains[file]) })
    }
  })

  test('replaces after a leak: one key that is used at once, and nothing of the old ones', async () => {
    await run()
    await run('rotate')
    const leaked = (await Promise.all(files.map(keysIn))).flat()
    const earliest = nowSeconds()
    expect((await run('replace')).exitCode).toBe(0)
    for (const file of files) {
      const [key, ...others] = await keysIn(file)
      expect(others).toEqual([])
      expect(key?.nbf).toBeGreaterThanOrEqual(earliest)
      expect(key?.nbf).toBeLessThanOrEqual(nowSeconds())
      expect(leaked.map(({ kid }) => kid)).not.toContain(key?.kid)
      const text = await textOf(file)
      expect(leaked.flatMap(secretsOf).filter((secret) => text.includes(secret))).toEqual([])
    }
  })

  test('writes a file in one step, so that whoever reads meanwhile has all of the old or all of the new', async () => {
    await run()
    const before = await Promise.all(files.map(async (file) => (await stat(pathOf(file))).ino))
    let isRunning = true
    const rotation = run('rotate').finally(() => {
      isRunning = false
    })
    const seen = new Set<number>()
    while (isRunning) for (const file of files) seen.add((await keysIn(file)).length)
    await rotation
    for (const file of files) seen.add((await keysIn(file)).length)
    expect([...seen].sort()).toEqual([1, 2])
    const after = await Promise.all(files.map(async (file) => (await stat(pathOf(file))).ino))
    for (const [place, inode] of after.entries()) expect(inode).not.toBe(before[place])
    expect(await listed()).toEqual(files)
  })

  test('says in one line what is wrong with a command or a setting, and does nothing', async () => {
    const wrongCommand = await run('destroy')
    await configure('SIGNING_ALG=none')
    const wrongSetting = await run()
    for (const { exitCode, stdout } of [wrongCommand, wrongSetting])
      expect([exitCode, stdout]).toEqual([1, ''])
    expect(wrongCommand.stderr).toBe('The command must be list, rotate or replace.\n')
    expect(wrongSetting.stderr).toMatch(/^SIGNING_ALG must be one of [\w, ]+\.\n$/)
    expect(await listed()).toEqual([])
  })

  test('leaves a file alone that is no key file, whatever it is told, and quotes nothing of it', async () => {
    const damaged = '{"keys":[{"kty":"OKP","d":"half-of-a-private-key'
    await writeFile(pathOf('signing-keys.json'), damaged)
    for (const { exitCode, stderr } of await Promise.all(
      ['list', 'rotate', 'replace'].map((name) => run(name)),
    )) {
      expect(exitCode).toBe(1)
      expect(stderr).toBe(
        'SIGNING_KEYS_FILE must name a key file, or none yet; what is there is left as it is.\n',
      )
    }
    expect(await textOf('signing-keys.json')).toBe(damaged)
  })

  // meets: RFC8725-3.2
  test.each(strategy === 'stateless' ? ['Ed25519', 'ES256', 'RS256'] : ['Ed25519'])(
    'makes keys for %s that a starter starts with',
    async (alg) => {
      await configure(`SIGNING_ALG=${alg}`)
      await run()
      const SESSION_KEYS_FILE = strategy === 'stateless' ? undefined : pathOf('session-keys.json')
      const env = { SIGNING_ALG: alg, SIGNING_KEYS_FILE: pathOf('signing-keys.json'), SESSION_KEYS_FILE }
      const system = await openSystem(strategy, undefined, { env })
      const { access } = await newSession(system)
      expect(decodeProtectedHeader(access).alg).toBe(alg)
      expect((await catalog(system.api, access)).status).toBe(200)
      await system.close()
    },
  )

  test('makes no key pair for HS256, which signs with a secret', async () => {
    await configure('SIGNING_ALG=HS256\nJWT_SECRET=only-for-this-test-and-long-enough')
    const { exitCode, stderr } = await run()
    const nothingToDo = 'SIGNING_ALG must be another than HS256 to have a file of keys.\n'
    expect([exitCode, stderr]).toEqual(strategy === 'stateless' ? [1, nothingToDo] : [0, ''])
    expect(await listed()).toEqual(files.filter((file) => file === 'session-keys.json'))
  })
})

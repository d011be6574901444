import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, bearer, catalog, eventually } from '../kit/client.ts'
import { starters } from '../kit/starter-folders.ts'
import { type Deployed, deploy } from './deployed.ts'
import { redisTests } from './deployed-redis-tests.ts'
import { expectReady, servicesOf, workThrough } from './deployed-story.ts'

// No container engine is needed: commands, settings, secrets and health checks of compose.yaml and the Dockerfile run
// as plain processes. Redis is this machine's, with the configuration of the starter.

describe.each(starters)('%s, run as compose.yaml says', (starter) => {
  let deployed: Deployed
  beforeAll(async () => {
    deployed = await deploy(starter, ['compose.yaml'])
  })
  afterAll(() => deployed?.remove())

  test('has every service healthy, and soon ready', () => expectReady(deployed))

  if (starter === 'stateless')
    test('serves its users', async () => {
      const { issuer, api, otherApi } = servicesOf(deployed)
      const { access } = await workThrough(deployed)
      expect((await ask(issuer, 'POST', '/logout', bearer(access))).status).toBe(200)
      // What it says of itself: a token is good until it expires.
      for (const service of [api, otherApi]) expect((await catalog(service, access)).status).toBe(200)
    })
  else redisTests(() => deployed)

  test('has nothing in it but its code and what that needs', async () => {
    const { folder, user } = deployed.stack.image
    expect((await readdir(folder)).sort()).toEqual(['node_modules', 'package.json', 'src'])
    const packages = await readdir(join(folder, 'node_modules'))
    expect(packages).toContain('jose')
    for (const tool of ['ioredis-mock', 'typescript', 'node', '@types']) expect(packages).not.toContain(tool)
    expect(user).not.toBe('root')
  })

  test('has secrets in files, and not in environments, commands or logs', async () => {
    const { compose } = deployed.stack
    const logs = Object.keys(compose.services).map((name) => deployed.stack.output(name))
    const seen = JSON.stringify(compose) + logs.join('')
    const secrets = await secretsOf(deployed)
    expect(secrets.length).toBeGreaterThanOrEqual(3)
    for (const secret of secrets) expect(seen.includes(secret)).toBe(false)
  })

  test('has secrets that were made once, in a folder that only its owner can enter', async () => {
    const before = await secretsOf(deployed)
    await deployed.npmRun('secrets')
    expect(await secretsOf(deployed)).toEqual(before)
    expect((await stat(join(deployed.project, 'secrets'))).mode & 0o777).toBe(0o700)
    expect(await readFile(join(deployed.project, '.gitignore'), 'utf8')).toMatch(/^\/secrets\/$/m)
  })

  test('knows a key that was added on the host, without a restart', async () => {
    await deployed.npmRun('keys rotate', { SIGNING_KEYS_FILE: 'secrets/signing/keys.json' })
    const keys = () => ask(servicesOf(deployed).issuer, 'GET', '/.well-known/jwks.json')
    const { body } = await eventually(keys, (answer) => answer.body.keys.length === 2)
    expect(body.keys[0]).not.toHaveProperty('d')
  })

  test('ends well when it is asked to stop', async () => {
    const ended = Object.entries(await deployed.stack.down())
    expect(ended.map(([name, { exitCode }]) => [name, exitCode])).toEqual(ended.map(([name]) => [name, 0]))
    const names = Object.keys(deployed.stack.compose.services)
    expect(ended).toHaveLength(names.length)
    // And its health check says so from then on.
    const health = await Promise.all(names.map((name) => deployed.stack.isHealthy(name)))
    expect(health).toEqual(names.map(() => false))
  })
})

/** Every random word in ./secrets: keys, passwords, and the secret of the exchange. */
async function secretsOf({ project }: Deployed): Promise<string[]> {
  const entries = await readdir(join(project, 'secrets'), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')))
  return texts.flatMap((text) => text.match(/[\w-]{43,}/g) ?? [])
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, catalog, newSession, pairOf, refresh } from '../kit/client.ts'
import { allStrategies } from '../kit/strategies.ts'
import { type Env, openSystem } from '../kit/systems.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe.each(allStrategies)('%s signs and verifies with', (strategy) => {
  const jwtSecret = '0123456789abcdef0123456789abcdef'
  const environments: [string, () => Promise<Env>][] = [
    ['a key made at the start', async () => ({})],
    ['a file of Ed25519 keys', async () => ({ SIGNING_KEYS_FILE: await keyFile('Ed25519') })],
    ['ES256', async () => ({ SIGNING_ALG: 'ES256' })],
    [
      'a file of RS256 keys',
      async () => ({ SIGNING_ALG: 'RS256', SIGNING_KEYS_FILE: await keyFile('RS256') }),
    ],
    ['HS256', async () => ({ SIGNING_ALG: 'HS256', JWT_SECRET: jwtSecret })],
  ]

  // meets: RFC8725-3.2
  test.each(environments)('%s', async (_, makeEnv) => {
    const system = await openSystem(strategy, undefined, { env: await makeEnv() })
    const { access, refresh: token } = await newSession(system)
    expect((await catalog(system.api, access)).status).toBe(200)
    expect((await catalog(system.otherApi, pairOf(await refresh(system, token)).access)).status).toBe(200)
    await system.close()
  })

  test('a key set that holds no private part and no secret', async () => {
    for (const [, makeEnv] of environments) {
      const system = await openSystem(strategy, undefined, { env: await makeEnv() })
      const { body } = await ask(system.issuer, 'GET', '/.well-known/jwks.json')
      for (const key of body.keys) expect(Object.keys(key)).not.toEqual(expect.arrayContaining(['d']))
      expect(JSON.stringify(body)).not.toContain(jwtSecret)
      await system.close()
    }
  })
})

/** The environment is the issuer's: API services must not have the file. */
async function keyFile(alg: string): Promise<string> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const path = join(folder, `${alg}.json`)
  await writeFile(path, JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), nbf: 0 }] }))
  return path
}

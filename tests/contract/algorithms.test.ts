import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, test } from 'vitest'
import { ask, catalog, newSession, pairOf, refresh } from './client.ts'
import { allStrategies } from './matrix.ts'
import { type Env, openSystem } from './systems.ts'

describe.each(allStrategies)('%s signs and verifies with', (strategy) => {
  const jwtSecret = '0123456789abcdef0123456789abcdef'
  const environments: [string, () => Promise<Env>][] = [
    ['a key made at the start', async () => ({})],
    ['Ed25519', async () => ({ SIGNING_KEY: await privateJwk('Ed25519') })],
    ['ES256', async () => ({ SIGNING_ALG: 'ES256', SIGNING_KEY: await privateJwk('ES256') })],
    ['HS256', async () => ({ SIGNING_ALG: 'HS256', JWT_SECRET: jwtSecret })],
  ]

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

async function privateJwk(alg: string): Promise<string> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  return JSON.stringify(await exportJWK(privateKey))
}

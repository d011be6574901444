import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalog } from '../kit/client.ts'
import { type Algorithm, encode, macToken } from '../kit/forge.ts'
import { publish } from '../kit/key-issuer.ts'
import { allStrategies } from '../kit/strategies.ts'
import { expectRefusal } from '../kit/target.ts'
import { badKeys, kid, soundKey } from './bad-keys.ts'
import { type Diverted, openDiverted } from './diverted.ts'

const algorithms: Algorithm[] = ['Ed25519', 'ES256', 'RS256']

describe.each(allStrategies)('%s: of a key set', (strategy) => {
  const targets = new Map<string, Diverted>()
  beforeAll(async () => {
    for (const alg of algorithms) targets.set(alg, await openDiverted(strategy, alg))
    for (const target of targets.values()) target.divert()
  })
  afterAll(async () => void (await Promise.all([...targets.values()].map((target) => target.close()))))
  const targetOf = (alg: Algorithm) => targets.get(alg) as Diverted

  // meets: RFC8725-3.1, ASVS-9.1.2
  test.each(badKeys)('a key %s (%s) is left out, and the others are used', async (_, alg, make) => {
    const target = targetOf(alg)
    const { jwk, sign } = await make()
    const forged = await sign(encode({ ...target.header, kid }), encode(target.claims))
    const sets = [
      [jwk, target.publicJwk],
      [target.publicJwk, jwk],
    ]
    for (const keys of sets) {
      target.host.reply = publish(keys)
      const api = await target.system.addApi()
      expectRefusal(await catalog(api, forged), forged, 'token_key_unknown')
      expect(await catalog(api, target.good.access)).toMatchObject({ status: 200 })
    }
  })

  test.each(algorithms)('a second key that is sound (%s) is used like the first', async (alg) => {
    const target = targetOf(alg)
    const { jwk, sign } = await soundKey(alg)()
    target.host.reply = publish([jwk, target.publicJwk])
    const api = await target.system.addApi()
    const token = await sign(encode({ ...target.header, kid }), encode(target.claims))
    expect(await catalog(api, token)).toMatchObject({ status: 200 })
  })

  // meets: RFC8725-3.1, ASVS-9.1.2
  test.each(algorithms)('a shared secret is left out beside keys for %s', async (alg) => {
    const target = targetOf(alg)
    const secret = crypto.getRandomValues(new Uint8Array(32))
    const k = encode(secret)
    for (const as of ['HS256', alg]) {
      target.host.reply = publish([{ kty: 'oct', k, kid, alg: as, use: 'sig' }, target.publicJwk])
      const api = await target.system.addApi()
      const forge = (name: string) => macToken({ ...target.header, kid, alg: name }, target.claims, secret)
      expect((await catalog(api, await forge('HS256'))).code).toBe('token_algorithm_invalid')
      expect((await catalog(api, await forge(alg))).code).toBe('token_key_unknown')
      expect(await catalog(api, target.good.access)).toMatchObject({ status: 200 })
    }
  })
})

import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encode, type SignSegments, signerWith } from '../kit/forge.ts'
import { type KeyIssuer, publish, startKeyIssuer } from '../kit/key-issuer.ts'
import { allStrategies } from '../kit/strategies.ts'
import { expectRefused, openTarget, type Target } from '../kit/target.ts'

/** What the attacker has: a key pair, and a server that publishes it under any name. */
interface Attacker {
  readonly jwk: JWK
  readonly sign: SignSegments
  readonly host: KeyIssuer
}

type Claims = Readonly<Record<string, unknown>>
type Own = (attacker: Attacker) => { readonly header?: object; readonly claims?: Claims }

const kid = 'attacker'

/** Each of them tells a verifier where to find the key, or hands it the key itself (RFC 7515 section 4.1). */
const own: [what: string, code: string, own: Own][] = [
  ['its key in jwk', 'token_header_invalid', ({ jwk }) => ({ header: { jwk } })],
  ['its key in jwk, and in kid', 'token_header_invalid', ({ jwk }) => ({ header: { jwk, kid } })],
  [
    'the address of its keys in jku',
    'token_header_invalid',
    ({ host }) => ({ header: { jku: host.url, kid } }),
  ],
  [
    'the address of its certificate in x5u',
    'token_header_invalid',
    ({ host }) => ({ header: { x5u: host.url } }),
  ],
  [
    'its certificate in x5c',
    'token_header_invalid',
    () => ({ header: { x5c: ['MIIBIjANBgkqhkiG9w0BAQEF'] } }),
  ],
  ['a thumbprint in x5t#S256', 'token_header_invalid', () => ({ header: { 'x5t#S256': 'A'.repeat(43) } })],
  ['the address of its keys in kid', 'token_key_unknown', ({ host }) => ({ header: { kid: host.url } })],
  ['a kid that only it publishes', 'token_key_unknown', () => ({ header: { kid } })],
  [
    'its own address as issuer',
    'token_key_unknown',
    ({ host }) => ({ header: { kid }, claims: { iss: host.url } }),
  ],
  [
    'the address of its keys in the claims',
    'token_key_unknown',
    ({ host, jwk }) => ({ header: { kid }, claims: { jku: host.url, jwk, cnf: { jwk } } }),
  ],
]

describe.each(allStrategies)('%s asks nobody about a token that names', (strategy) => {
  let target: Target
  let attacker: Attacker

  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('Ed25519', { extractable: true })
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'Ed25519', use: 'sig' }
    const host = await startKeyIssuer()
    host.reply = publish([jwk])
    attacker = { jwk, host, sign: signerWith('Ed25519', privateKey) }
    target = await openTarget(strategy)
  })
  afterAll(async () => {
    await attacker.host.stop()
    await target.system.close()
  })

  // meets: ASVS-9.1.3, RFC8725-3.8, RFC8725-3.10
  test.each(own)('%s: %s', async (_, code, ownParts) => {
    attacker.host.fetches = 0
    const { header, claims } = ownParts(attacker)
    const parts = [encode({ ...target.header, ...header }), encode({ ...target.claims, ...claims })] as const
    await expectRefused(target, await attacker.sign(...parts), code)
    // A fetch that nobody waited for would have begun before this one.
    await fetch(attacker.host.url)
    expect(attacker.host.fetches).toBe(1)
  })

  // meets: ASVS-9.1.3, RFC8725-3.10
  test.each(own.filter(([, code]) => code === 'token_header_invalid'))(
    '%s: %s, signed by the issuer',
    async (_, code, ownParts) => {
      const header = { ...target.header, ...ownParts(attacker).header, kid: target.header.kid }
      await expectRefused(target, await target.forge(header, target.claims), code)
    },
  )
})

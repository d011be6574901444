import { exportSPKI, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Algorithm, encode, macToken, signerWith } from '../kit/forge.ts'
import { allStrategies } from '../kit/strategies.ts'
import { type Attack, expectRefused, openTarget, type Target } from '../kit/target.ts'

const naming =
  (alg: unknown) =>
  ({ forge, header, claims }: Target) =>
    forge({ ...header, alg }, claims)

const unsigned =
  (alg: string) =>
  ({ header, claims }: Target) =>
    `${encode({ ...header, alg })}.${encode(claims)}.`

/** The names that a lenient comparison takes for `none` (RFC 8725 section 3.1). */
const none: Attack[] = ['none', 'None', 'NONE', 'nOnE', 'none ', 'ｎｏｎｅ'].flatMap((alg) => [
  [`alg ${alg} without a signature`, 'token_malformed', unsigned(alg)],
  [`alg ${alg} with a good signature`, 'token_algorithm_invalid', naming(alg)],
])

/** The key fits the signature in all of these. What is refused is the name. */
const otherNames: Attack[] = [
  ...[
    '',
    'EdDSA',
    'ed25519',
    'Ed25519 ',
    'Ed448',
    'HS256',
    'HS384',
    'PS256',
    'ES256K',
    'dir',
    '__proto__',
  ].map((alg): Attack => [`alg ${JSON.stringify(alg)}`, 'token_algorithm_invalid', naming(alg)]),
  ...[undefined, null, 1, ['Ed25519'], { name: 'Ed25519' }].map(
    (alg): Attack => [`alg ${JSON.stringify(alg)}`, 'token_header_invalid', naming(alg)],
  ),
  ...(['ES256', 'RS256'] as const).map(
    (alg): Attack => [
      `alg ${alg} with a key of the attacker`,
      'token_algorithm_invalid',
      async ({ header, claims }) => {
        const { privateKey } = await generateKeyPair(alg)
        return signerWith(alg, privateKey)(encode({ ...header, alg }), encode(claims))
      },
    ],
  ),
]

/** The published key in every form in which somebody could have handed it to a function for HMAC. */
const secrets: [form: string, bytesOf: (target: Target) => Promise<string | Uint8Array>][] = [
  ['PEM', ({ publicKey }) => exportSPKI(publicKey)],
  ['PEM without its last line break', async ({ publicKey }) => (await exportSPKI(publicKey)).trimEnd()],
  ['DER', async ({ publicKey }) => new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))],
  ['JWK as JSON', async ({ publicJwk }) => JSON.stringify(publicJwk)],
  ['JWK set as JSON', async ({ publicJwk }) => JSON.stringify({ keys: [publicJwk] })],
  ['raw bytes', async ({ publicJwk: { x, n } }) => Buffer.from(x ?? n ?? '', 'base64url')],
  ['base64url', async ({ publicJwk: { x, n } }) => x ?? n ?? ''],
  ['kid', async ({ publicJwk }) => publicJwk.kid ?? ''],
  // HMAC fills a short key up with zeros, so a zero byte is as good as no key at all.
  ['nothing', async () => new Uint8Array([0])],
]

describe.each(allStrategies)('%s refuses', (strategy) => {
  let target: Target
  beforeAll(async () => {
    target = await openTarget(strategy)
  })
  afterAll(() => target.system.close())

  // meets: RFC8725-3.1, RFC8725-3.3, ASVS-9.1.1, ASVS-9.1.2
  test.each([...none, ...otherNames])('%s: %s', async (_, code, make) => {
    await expectRefused(target, await make(target), code)
  })
})

const algorithms: Algorithm[] = ['Ed25519', 'ES256', 'RS256']

describe.each(allStrategies)('%s refuses HS256 where', (strategy) => {
  describe.each(algorithms)('it signs with %s, and the secret is the published key as', (alg) => {
    let target: Target
    beforeAll(async () => {
      target = await openTarget(strategy, alg)
    })
    afterAll(() => target.system.close())

    // meets: RFC8725-3.1, ASVS-9.1.2
    test.each(secrets)('%s', async (_, bytesOf) => {
      const secret = Buffer.from(await bytesOf(target))
      const token = await macToken({ ...target.header, alg: 'HS256' }, target.claims, secret)
      await expectRefused(target, token, 'token_algorithm_invalid')
    })
  })
})

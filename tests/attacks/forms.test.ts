import { CompactEncrypt, FlattenedSign, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { Part } from '../kit/forge.ts'
import { allStrategies } from '../kit/strategies.ts'
import { type Attack, expectRefused, openTarget, type Target } from '../kit/target.ts'

const withHeader =
  (make: (target: Target) => Part) =>
  (target: Target): Promise<string> =>
    target.forge(make(target), target.claims)

const withPayload =
  (make: (target: Target) => Part) =>
  (target: Target): Promise<string> =>
    target.forge(target.header, make(target))

const noObjects: Attack[] = [
  '',
  'null',
  '[]',
  '"{}"',
  '1',
  '{',
  '{}{}',
  "{'a':1}",
  '{"a":1,}',
  '{"a":1}//',
  '{}\u0000',
].flatMap((text) => [
  [`a header that is ${JSON.stringify(text)}`, 'token_malformed', withHeader(() => text)],
  [`claims that are ${JSON.stringify(text)}`, 'token_malformed', withPayload(() => text)],
])

const depth = 1_500
const deep = (name: string) => `{"${name}":${'['.repeat(depth)}${']'.repeat(depth)},`
const nested: Attack[] = [
  [
    'a header 1,500 levels deep',
    'token_header_invalid',
    withHeader(({ header }) => JSON.stringify(header).replace('{', deep('kid'))),
  ],
  [
    'claims 1,500 levels deep',
    'token_claim_invalid',
    withPayload(({ claims }) => JSON.stringify({ ...claims, sub: undefined }).replace('{', deep('sub'))),
  ],
  ['a deep header without an end', 'token_malformed', withHeader(() => '{"kid":'.repeat(depth / 2))],
]

const otherForms: Attack[] = [
  ['a token inside a token', 'token_malformed', withPayload(({ good }) => good.access)],
  [
    'a token inside a token, as JSON',
    'token_malformed',
    withPayload(({ good }) => JSON.stringify(good.access)),
  ],
  ['an encrypted token', 'token_malformed', encrypted],
  ['a token in JSON', 'token_malformed', asJson],
  ['a token without claims', 'token_malformed', withPayload(() => '')],
]

async function encrypted({ claims }: Target): Promise<string> {
  const { publicKey } = await generateKeyPair('ECDH-ES')
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', typ: 'at+jwt' }
  return new CompactEncrypt(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).encrypt(publicKey)
}

async function asJson({ claims }: Target): Promise<string> {
  const { privateKey } = await generateKeyPair('Ed25519')
  const signed = new FlattenedSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader({ alg: 'Ed25519' })
  return JSON.stringify(await signed.sign(privateKey))
}

describe.each(allStrategies)('%s refuses', (strategy) => {
  let target: Target
  beforeAll(async () => {
    target = await openTarget(strategy)
  })
  afterAll(() => target.system.close())

  test.each([...noObjects, ...nested, ...otherForms])('%s: %s', async (_, code, make) => {
    await expectRefused(target, await make(target), code)
  })
})

import { createHash, generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto'
import type { JWK } from 'jose'
import { type Algorithm, encode, type SignSegments, signerWith } from '../kit/forge.ts'

/** A key that should not verify anything, and what signs with it. */
export interface BadKey {
  readonly jwk: JWK
  readonly sign: SignSegments
}

/** The name under which all of them are published. */
export const kid = 'bad'

const paramsOf = (alg: Algorithm, { crv = '' }: JWK) =>
  ({
    Ed25519: { name: 'Ed25519' },
    ES256: { name: 'ECDSA', namedCurve: crv },
    RS256: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  })[alg]

const pairs: Readonly<Record<Algorithm, () => KeyPairKeyObjectResult>> = {
  Ed25519: () => generateKeyPairSync('ed25519'),
  ES256: () => ecPair('P-256'),
  RS256: () => rsaPair(),
}

const ecPair = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
const rsaPair = (modulusLength = 2048, publicExponent = 65_537) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent })

/** A sound key with something wrong in how it is published. */
const published =
  (alg: Algorithm, spoil: (privateJwk: JWK, publicJwk: JWK) => object, pair = pairs[alg]) =>
  async (): Promise<BadKey> => {
    const { privateKey, publicKey } = pair()
    const secret = privateKey.export({ format: 'jwk' }) as JWK
    const open = publicKey.export({ format: 'jwk' }) as JWK
    const key = await crypto.subtle.importKey('jwk', secret, paramsOf(alg, secret), false, ['sign'])
    const sound = { ...open, kid, alg, use: 'sig' }
    return { jwk: { ...sound, ...spoil(secret, sound) }, sign: signerWith(alg, key) }
  }

export const soundKey = (alg: Algorithm) => published(alg, () => ({}))

/** With the exponent 1 the padded hash is its own signature (RFC 8017 section 9.2): nobody needs a private key. */
async function exponentOne(): Promise<BadKey> {
  const { n = '' } = rsaPair().publicKey.export({ format: 'jwk' })
  const sign: SignSegments = async (header, payload) => {
    const digest = createHash('sha256').update(`${header}.${payload}`).digest('hex')
    const info = `003031300d060960864801650304020105000420${digest}`
    return `${header}.${payload}.${encode(Buffer.from(`0001${info.padStart(508, 'f')}`, 'hex'))}`
  }
  return { jwk: { kty: 'RSA', n, e: 'AQ', kid, alg: 'RS256', use: 'sig' }, sign }
}

export const badKeys: readonly [what: string, alg: Algorithm, make: () => Promise<BadKey>][] = [
  ['for encryption', 'Ed25519', published('Ed25519', () => ({ use: 'enc' }))],
  ['for another operation', 'Ed25519', published('Ed25519', () => ({ key_ops: ['encrypt'] }))],
  ['with its private part', 'Ed25519', published('Ed25519', (secret) => secret)],
  ['without a name', 'Ed25519', published('Ed25519', () => ({ kid: undefined }))],
  ['without an algorithm', 'Ed25519', published('Ed25519', () => ({ alg: undefined }))],
  ['for another algorithm', 'Ed25519', published('Ed25519', () => ({ alg: 'ES256' }))],
  ['of another kind', 'Ed25519', published('Ed25519', () => ({ kty: 'EC' }))],
  ['on another curve', 'Ed25519', published('Ed25519', () => ({ crv: 'X25519' }))],
  ['with a point that is too short', 'Ed25519', published('Ed25519', () => ({ x: 'AAAA' }))],
  ['for encryption', 'ES256', published('ES256', () => ({ use: 'enc' }))],
  [
    'on another curve',
    'ES256',
    published(
      'ES256',
      () => ({}),
      () => ecPair('P-384'),
    ),
  ],
  ['with its private part', 'ES256', published('ES256', (secret) => secret)],
  ['with a point that is on no curve', 'ES256', published('ES256', (_, { x }) => ({ y: x }))],
  ['with its private part', 'RS256', published('RS256', (secret) => secret)],
  [
    'of 1024 bits',
    'RS256',
    published(
      'RS256',
      () => ({}),
      () => rsaPair(1024),
    ),
  ],
  [
    'of 2040 bits',
    'RS256',
    published(
      'RS256',
      () => ({}),
      () => rsaPair(2040),
    ),
  ],
  [
    'with the exponent 3',
    'RS256',
    published(
      'RS256',
      () => ({}),
      () => rsaPair(2048, 3),
    ),
  ],
  ['with the exponent 1', 'RS256', exponentOne],
  ['for another padding', 'RS256', published('RS256', () => ({ alg: 'PS256' }))],
]

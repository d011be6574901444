import { base64url } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { algorithms, anyToken } from '../../../../src/components/inspector/policy.ts'
import { certified, hmacToken, type Issuer, makeIssuer } from '../../../kit/inspector-tokens.ts'
import { asked } from './asked.ts'

let issuer: Issuer
let other: Issuer
beforeAll(async () => {
  issuer = await makeIssuer('Ed25519')
  other = await makeIssuer('Ed25519', 'k2')
})

describe('a key', () => {
  it.each(algorithms.filter((alg) => !alg.startsWith('HS')))(
    'of %s is taken as JWK, key set and PEM',
    async (alg) => {
      const made = await makeIssuer(alg)
      const token = await made.token()
      const { alg: _, ...withoutAlg } = made.jwk
      for (const key of [made.jwk, { keys: [made.jwk, other.jwk] }, { keys: [withoutAlg] }, made.spki]) {
        const accepted = await asked(token, key, { alg, isStrict: false })
        expect(accepted).toMatchObject({ state: 'accepted', keyIsRefused: false })
        const forged = await asked(`${token.slice(0, -8)}AAAAAAAA`, key, { alg, isStrict: false })
        expect(forged).toMatchObject({ state: 'refused', code: 'token_signature_invalid' })
      }
    },
  )

  it.each(['HS256', 'HS384', 'HS512'])('of %s is taken as text, as base64url and as JWK', async (alg) => {
    const secret = new TextEncoder().encode('0123456789abcdef'.repeat(4))
    const token = await hmacToken(secret, alg)
    const encoded = base64url.encode(secret)
    const policy = { alg, isStrict: false }
    const answers = [
      await asked(token, '0123456789abcdef'.repeat(4), policy),
      await asked(token, encoded, policy, 'base64url'),
      await asked(token, `${encoded}==`, policy, 'base64url'),
      await asked(token, { kty: 'oct', k: encoded }, policy),
    ]
    for (const { state, findings } of answers) expect([state, findings]).toEqual(['accepted', []])
    expect(await asked(token, encoded, policy)).toMatchObject({ code: 'token_signature_invalid' })
  })

  it('of a certificate is taken, and says that nobody looked at the certificate', async () => {
    const answer = await asked(certified.token, certified.certificate, { ...anyToken, alg: 'ES256' })
    expect(answer).toMatchObject({ state: 'accepted', keyText: expect.stringContaining('not looked at') })
  })

  it('that is private is not read, and is to be taken out of its field', async () => {
    const token = await issuer.token()
    const pems = [
      issuer.pkcs8,
      '-----BEGIN EC PRIVATE KEY-----\nAAAA',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA',
    ]
    for (const key of [
      issuer.privateJwk,
      { keys: [other.jwk, issuer.privateJwk] },
      ...pems,
      `${issuer.spki}${issuer.pkcs8}`,
    ]) {
      const answer = await asked(token, key)
      expect(answer).toMatchObject({ state: 'open', keyIsPrivate: true, keyIsRefused: true })
      expect(JSON.stringify(answer)).not.toContain(issuer.privateJwk.d)
    }
  })

  it.each<[what: string, key: string, alg: string, says: string]>([
    ['nothing is expected of', '{"kty":"OKP"}', '', 'which algorithm you expect'],
    ['is an address', 'https://issuer.test/jwks.json', 'ES256', 'fetches nothing'],
    ['is a secret where a public key is expected', 'secret', 'ES256', 'checked with a public key'],
    ['is no JSON', '{"kty":"OKP",}', 'ES256', 'At character 14'],
    ['is no JWK', '{"x":"y"}', 'ES256', 'neither a JWK nor a key set'],
    ['is a set of no keys', '{"keys":{}}', 'ES256', 'neither a JWK nor a key set'],
    ['is PKCS #1', '-----BEGIN RSA PUBLIC KEY-----\nAAAA', 'RS256', 'RSAPublicKey_in'],
    ['is another PEM', '-----BEGIN DH PARAMETERS-----\nAAAA', 'RS256', 'neither a public key nor'],
    ['is a broken PEM', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', 'RS256', 'not whole'],
    [
      'is a public key where a secret is expected',
      certified.certificate,
      'HS256',
      'accepts tokens from everybody',
    ],
  ])('that %s is refused with the reason', async (_, key, alg, says) => {
    const answer = await asked(await issuer.token(), key, { alg })
    expect(answer).toMatchObject({ keyIsRefused: true, keyIsPrivate: false })
    expect(answer.keyText).toContain(says)
    expect(answer.steps.find(({ name }) => name === 'Key')).toMatchObject({
      state: 'open',
      text: answer.keyText,
    })
  })

  it('is no base64url where that was promised', async () => {
    const answer = await asked(await hmacToken('x'.repeat(32)), 'not base64', { alg: 'HS256' }, 'base64url')
    expect(answer.keyText).toContain('At character 4')
  })

  it.each<[what: string, keys: (issuer: Issuer) => unknown, says: string]>([
    ['is not in the set', () => ({ keys: [other.jwk] }), 'No key of the set'],
    ['has another name', () => other.jwk, 'names another key'],
    ['is there twice', ({ jwk }) => ({ keys: [jwk, jwk] }), 'Two keys'],
    ['is for encryption', ({ jwk }) => ({ ...jwk, use: 'enc' }), 'not for verifying'],
    ['is for another algorithm', ({ jwk }) => ({ ...jwk, alg: 'ES256' }), 'alg is not accepted'],
    ['is of another type', ({ jwk }) => ({ ...jwk, crv: 'X25519' }), 'does not fit'],
  ])('that %s is unknown, as it is to the starters', async (_, keys, says) => {
    const answer = await asked(await issuer.token(), keys(issuer))
    expect(answer).toMatchObject({ state: 'refused', code: 'token_key_unknown' })
    expect(answer.text).toContain(says)
  })

  it('is not taken from a set by a token that names none', async () => {
    const token = await issuer.token({}, { kid: undefined })
    expect(await asked(token, { keys: [issuer.jwk] })).toMatchObject({ code: 'token_key_unknown' })
  })
})

describe('a secret', () => {
  it.each<[secret: string, state: string, findings: readonly string[]]>([
    ['0123456789abcdef0123456789abcdef', 'accepted', []],
    ['reallyreallyreallyreallyverysafe', 'accepted', ['secret-known']],
    ['my own short one', 'refused', ['key-short']],
    ['your-256-bit-secret', 'refused', ['secret-guessed', 'key-short']],
  ])('%s is %s, with what is wrong with it', async (secret, state, findings) => {
    const answer = await asked(await hmacToken(secret), secret, { alg: 'HS256' })
    expect(answer.state).toBe(state)
    expect(answer.findings.map(({ id }) => id)).toEqual(findings)
    expect(answer.steps.find(({ name }) => name === 'Signature')?.state, 'the signature by itself').toBe(
      'passed',
    )
  })

  it('from tutorials is found without being given', async () => {
    const { findings, state } = await asked(await hmacToken('changeme'), '', { alg: 'HS256' })
    expect([state, findings.map(({ id }) => id)]).toEqual(['open', ['secret-guessed']])
  })

  it('lets its holder sign, and a public key does not', async () => {
    const secret = 'x'.repeat(32)
    const token = await hmacToken(secret)
    const { signer } = await asked(token, secret, { alg: 'HS256' })
    const [input = '', signature] = [
      token.slice(0, token.lastIndexOf('.')),
      token.slice(token.lastIndexOf('.') + 1),
    ]
    expect(await signer?.sign(input)).toBe(signature)
    expect((await asked(await issuer.token(), issuer.jwk)).signer).toBeUndefined()
  })
})

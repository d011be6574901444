import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../examples/stateless/src/clock.ts'
import type { KeyEntry } from '../../examples/stateless/src/keys/key-entry.ts'
import { KeyRing } from '../../examples/stateless/src/keys/key-ring.ts'
import { importSigningKey } from '../../examples/stateless/src/keys/signing-keys.ts'
import { type Answer, ask, bearer, catalog, json, logIn, newSession } from '../kit/client.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'

const issuer = 'http://localhost:3000'
const audience = 'http://localhost:3001'

/** The claims of a good token of any strategy; a case spoils one. */
const goodClaims = () => {
  const nowSeconds = Math.floor(Date.now() / 1000)
  return {
    ...{ iss: issuer, aud: audience, sub: 'user-1', sid: crypto.randomUUID(), jti: crypto.randomUUID() },
    ...{ iat: nowSeconds, exp: nowSeconds + 300, auth_time: nowSeconds },
    ...{ name: 'Alice', roles: ['customer'], device: 'laptop', epoch: '0' },
  }
}

describe.each(allStrategies)('%s refuses', (strategy) => {
  let system: System
  let privateKey: CryptoKey
  let kid: string

  beforeAll(async () => {
    const pair = await generateKeyPair('Ed25519', { extractable: true })
    privateKey = pair.privateKey
    const key = await importSigningKey('Ed25519', { ...(await exportJWK(privateKey)), nbf: 0 } as KeyEntry)
    system = await openSystem(strategy, undefined, { signingKeys: new KeyRing([key], systemClock) })
    const jwks = await ask(system.issuer, 'GET', '/.well-known/jwks.json')
    kid = jwks.body.keys[0].kid
  })
  afterAll(() => system.close())

  const sign = (
    claims: object,
    header: Partial<JWTHeaderParameters> = {},
    key: CryptoKey | Uint8Array = privateKey,
  ) =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'Ed25519', typ: 'at+jwt', kid, ...header }).sign(key)

  const without = (claim: string) => {
    const { [claim]: _, ...rest } = goodClaims() as Record<string, unknown>
    return rest
  }
  const hour = 3600

  const tokens: [what: string, code: string, make: () => Promise<string> | string][] = [
    ['an empty token', 'token_missing', () => ''],
    ['a token over 8 KB', 'token_too_large', () => 'a'.repeat(8193)],
    ['words that are no token', 'token_malformed', () => 'not-a-token'],
    ['four segments', 'token_malformed', async () => `${await sign(goodClaims())}.e30`],
    [
      'a header that is no JSON',
      'token_malformed',
      async () => `bm8.${(await sign(goodClaims())).split('.').slice(1).join('.')}`,
    ],
    ['base64url with padding', 'token_malformed', async () => `${await sign(goodClaims())}==`],
    ['base64url with other unused bits', 'token_malformed', async () => respell(await sign(goodClaims()))],
    [
      'alg none',
      'token_malformed',
      () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(goodClaims())}.`,
    ],
    [
      'another algorithm',
      'token_algorithm_invalid',
      () => sign(goodClaims(), { alg: 'HS256' }, new Uint8Array(32)),
    ],
    ['another type', 'token_type_invalid', () => sign(goodClaims(), { typ: 'JWT' })],
    ['an unknown kid', 'token_key_unknown', () => sign(goodClaims(), { kid: 'unknown' })],
    [
      'a forged signature',
      'token_signature_invalid',
      async () => sign(goodClaims(), {}, (await generateKeyPair('Ed25519')).privateKey),
    ],
    ['another issuer', 'token_issuer_invalid', () => sign({ ...goodClaims(), iss: 'http://evil.example' })],
    [
      'another audience',
      'token_audience_invalid',
      () => sign({ ...goodClaims(), aud: 'http://other.example' }),
    ],
    ['an expired token', 'token_expired', () => sign({ ...goodClaims(), exp: goodClaims().iat - hour })],
    [
      'a token not valid yet',
      'token_not_yet_valid',
      () => sign({ ...goodClaims(), nbf: goodClaims().iat + hour }),
    ],
    [
      'a token from the future',
      'token_not_yet_valid',
      () => sign({ ...goodClaims(), iat: goodClaims().iat + hour, exp: goodClaims().iat + 2 * hour }),
    ],
    ['a token without exp', 'token_claim_invalid', () => sign(without('exp'))],
    ['a token without iat', 'token_claim_invalid', () => sign(without('iat'))],
    ['a token without jti', 'token_claim_invalid', () => sign(without('jti'))],
    ['a token without sid', 'token_claim_invalid', () => sign(without('sid'))],
    ['a token without sub', 'token_claim_invalid', () => sign(without('sub'))],
    ['a token without aud', 'token_audience_invalid', () => sign(without('aud'))],
    ['a token without iss', 'token_issuer_invalid', () => sign(without('iss'))],
    ['a sub that is no text', 'token_claim_invalid', () => sign({ ...goodClaims(), sub: { admin: true } })],
  ]

  // meets: ASVS-7.2.1, ASVS-9.1.1, ASVS-9.1.2, ASVS-9.2.1, ASVS-9.2.2, ASVS-9.2.3, ASVS-9.2.4
  // meets: RFC8725-3.1, RFC8725-3.3, RFC8725-3.8, RFC8725-3.9, RFC8725-3.11
  // meets: RFC9700-2.3, RFC9700-4.10.2
  test.each(tokens)('%s: %s', async (_, code, make) => {
    const token = await make()
    expectRefusal(await catalog(system.api, token), 401, code)
    expectRefusal(await ask(system.issuer, 'GET', '/sessions', bearer(token)), 401, code)
  })

  test('and accepts the good token that the cases above spoil', async () => {
    // Redis knows no such session; that is the only thing it can hold against it.
    const answer = await catalog(system.api, await sign(goodClaims()))
    expect(answer.code).toBe(strategy === 'redis' ? 'session_revoked' : undefined)
  })

  test.each([
    ['no header', undefined, 'token_missing'],
    ['an empty header', '', 'token_missing'],
    ['the Basic scheme', 'Basic YWxpY2U6cHc=', 'scheme_unsupported'],
    ['a scheme alone', 'Bearer', 'token_missing'],
    ['two tokens', 'Bearer a.b.c d.e.f', 'token_malformed'],
  ])('%s', async (_, authorization, code) => {
    const init = authorization === undefined ? {} : { headers: { authorization } }
    const answer = await ask(system.api, 'GET', '/catalog', init)
    expect(answer).toMatchObject({ status: 401, code })
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  const body = (text: string, type = 'application/json'): RequestInit => ({
    body: text,
    headers: { 'content-type': type },
  })

  test.each([
    ['a body that is no JSON', body('{"username":'), 400, 'body_malformed'],
    ['an empty body', body(''), 400, 'body_malformed'],
    ['JSON of another shape', body('[]'), 422, 'body_invalid'],
    ['a missing member', body('{"username":"alice"}'), 422, 'body_invalid'],
    ['another content type', body('username=alice', 'text/plain'), 415, 'content_type_unsupported'],
    ['a form', body('username=alice', 'application/x-www-form-urlencoded'), 415, 'content_type_unsupported'],
    [
      'a body over 64 KB',
      body(JSON.stringify({ username: 'a'.repeat(65_536), password: 'x' })),
      413,
      'body_too_large',
    ],
  ])('%s', async (_, init, status, code) => {
    expectProblem(await ask(system.issuer, 'POST', '/login', init), status, code)
  })

  test('a refresh with something that is no token', async () => {
    const answer = await ask(
      system.issuer,
      'POST',
      '/refresh',
      json({ refresh_token: 'secret-looking-text' }),
    )
    expectRefusal(answer, 401, 'token_malformed')
    expect(JSON.stringify(answer.body)).not.toContain('secret-looking-text')
  })

  test('every login once the demo users are off', async () => {
    const closed = await openSystem(strategy, undefined, { env: { DEMO_USERS: 'off' } })
    expectProblem(await logIn(closed), 401, 'login_failed')
    await closed.close()
  })

  test('an unknown address and an unknown method', async () => {
    expectProblem(await ask(system.api, 'GET', '/admin'), 404, 'not_found')
    expectProblem(await ask(system.api, 'PUT', '/catalog'), 404, 'not_found')
  })

  test('an amount out of range, with a good token', async () => {
    const { access } = await newSession(system)
    expectProblem(
      await ask(system.api, 'POST', '/transfer', json({ to: 'bob', amount: -1 }, access)),
      422,
      'body_invalid',
    )
  })
})

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer).toMatchObject({ status, code, body: { status, type: `urn:problem:${code}` } })
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
}

/** The form of RFC 6750: the challenge names the error, unless no token was sent at all. */
function expectRefusal(answer: Answer, status: number, code: string): void {
  expectProblem(answer, status, code)
  const challenge = answer.headers.get('www-authenticate')
  expect(challenge).toMatch(code === 'token_missing' ? /^Bearer$/ : /^Bearer error="invalid_token"/)
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The same signature bytes, written with another last character: decoders that are lenient accept it. */
function respell(token: string): string {
  const last = token.at(-1) ?? ''
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1]
}

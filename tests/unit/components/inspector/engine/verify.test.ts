import { beforeAll, describe, expect, it } from 'vitest'
import { admitKey } from '../../../../../examples/stateless/src/keys/verification-key.ts'
import type { CheckParts } from '../../../../../examples/stateless/src/service-parts.ts'
import { createTokenCheck } from '../../../../../examples/stateless/src/tokens/token-check.ts'
import { anyToken, type Policy } from '../../../../../src/components/inspector/policy.ts'
import { hmacSigner, signingInput } from '../../../../../src/components/inspector/signing.ts'
import {
  goodPayload,
  type Issuer,
  makeIssuer,
  now,
  nowMs,
  written,
} from '../../../../kit/inspector-tokens.ts'
import { asked, strict } from '../asked.ts'

let issuer: Issuer
beforeAll(async () => {
  issuer = await makeIssuer('Ed25519')
})

describe('verify()', () => {
  it('tells each step', async () => {
    const { steps } = await asked(await issuer.token({ exp: now - 60, iat: now - 99 }), issuer.jwk)
    expect(steps.map(({ name, state, code }) => [name, state, code])).toEqual([
      ['Form', 'passed', undefined],
      ['Algorithm', 'passed', undefined],
      ['Key', 'passed', undefined],
      ['Signature', 'passed', undefined],
      ['Claims', 'failed', 'token_expired'],
    ])
  })

  it('leaves open what it cannot know', async () => {
    const token = await issuer.token()
    expect(await asked(token, '')).toMatchObject({ state: 'open', keyText: '' })
    expect(await asked(token, '', anyToken)).toMatchObject({
      state: 'open',
      text: expect.stringContaining('Choose'),
    })
  })

  it('does not try a signature with an algorithm that is not expected', async () => {
    const { code, steps } = await asked(await issuer.token(), issuer.jwk, { alg: 'EdDSA' })
    expect(code).toBe('token_algorithm_invalid')
    expect(steps.find(({ name }) => name === 'Signature')).toMatchObject({ state: 'open' })
  })

  it('names the claim that is at fault', async () => {
    const { text } = await asked(await issuer.token({ sid: undefined }), issuer.jwk)
    expect(text).toContain('(sid)')
  })

  it('tells of the signature also where the starters would have stopped before', async () => {
    const token = await issuer.token({}, { x5t: 'from an issuer that adds it' })
    const { code, steps } = await asked(token, issuer.jwk)
    expect(code).toBe('token_header_invalid')
    expect(steps.find(({ name }) => name === 'Signature')).toMatchObject({ state: 'passed' })
  })

  it.each([true, false])(
    'refuses claims that are there twice, be it as strict as the starters: %s',
    async (isStrict) => {
      const secret = 'x'.repeat(32)
      const signer = await hmacSigner('HS256', new TextEncoder().encode(secret))
      const claims = `${JSON.stringify(goodPayload).slice(0, -1)},"sub":"somebody else"}`
      const input = signingInput('{"alg":"HS256","typ":"at+jwt"}', claims)
      const answer = await asked(`${input}.${await signer.sign(input)}`, secret, { alg: 'HS256', isStrict })
      expect(answer.code).toBe('token_claim_invalid')
    },
  )

  it.each<[what: string, claims: object, policy: Partial<Policy>, code: string | undefined]>([
    ['needs no claim that nobody asks for', { sid: undefined, exp: undefined }, {}, undefined],
    ['refuses what has expired', { exp: now - 5 }, {}, 'token_expired'],
    ['is patient within the tolerance', { exp: now - 5 }, { toleranceSeconds: 6 }, undefined],
    ['refuses what is from the future', { iat: now + 6 }, {}, 'token_not_yet_valid'],
    ['refuses what is not valid yet', { nbf: now + 6 }, {}, 'token_not_yet_valid'],
    ['compares the issuer', {}, { iss: 'https://other.test' }, 'token_issuer_invalid'],
    ['compares the audience', {}, { aud: 'https://other.test' }, 'token_audience_invalid'],
    ['finds the audience among several', { aud: ['a', 'b'] }, { aud: 'b' }, undefined],
    ['compares the type', {}, { typ: 'JWT' }, 'token_type_invalid'],
  ])('without the rules of the starters %s', async (_, claims, policy, code) => {
    const answer = await asked(await issuer.token({ ...claims }), issuer.jwk, {
      ...anyToken,
      alg: 'Ed25519',
      ...policy,
    })
    expect(answer.code).toBe(code)
    expect(answer.state).toBe(code ? 'refused' : 'accepted')
  })
})

describe('the verdict', () => {
  /** The check of a starter, as it is wired there. */
  const shipped = async (token: string): Promise<string | undefined> => {
    const key = await admitKey(issuer.jwk, ['Ed25519'])
    const check = createTokenCheck(
      'at+jwt',
      {},
      {
        settings: {
          SIGNING_ALG: 'Ed25519',
          ISSUER_URL: strict.iss,
          CLOCK_TOLERANCE_SECONDS: 5,
        } as CheckParts['settings'],
        clock: { nowMs: () => nowMs },
        keys: async () => key,
        audience: strict.aud,
      },
    )
    return check(token).then(
      () => undefined,
      ({ code }) => code,
    )
  }

  const changed: readonly object[] = [
    {},
    { exp: now - 5 },
    { exp: now + 3601 },
    { exp: nowMs },
    { exp: String(now) },
    { exp: undefined },
    { iat: now + 6 },
    { iat: now + 0.5 },
    { nbf: now + 6 },
    { nbf: 'x' },
    { iss: 'https://other.test' },
    { iss: undefined },
    { aud: 'https://other.test' },
    { aud: [strict.aud] },
    { sub: '' },
    { sub: 42 },
    { sid: undefined },
    { jti: 'x'.repeat(257) },
    { auth_time: undefined },
  ]
  const headers: readonly object[] = [
    { typ: 'JWT' },
    { typ: undefined },
    { kid: '' },
    { kid: 7 },
    { jwk: { kty: 'OKP' } },
    { jku: 'https://attacker.test' },
    { x5t: 'x' },
    { cty: 'JWT' },
  ]

  it('is that of the starters, whatever the token', async () => {
    const good = await issuer.token()
    const tokens = [
      ...(await Promise.all(changed.map((claims) => issuer.token({ ...claims })))),
      ...(await Promise.all(headers.map((header) => issuer.token({}, { ...header })))),
      ...[
        `${good}=`,
        good.replace('.', '..'),
        `${good.slice(0, -1)}_`,
        good.slice(0, -9),
        'x',
        `${good}.x`,
        '..',
      ],
      written({ alg: 'none' }, {}, ''),
      written({ alg: 'None' }, {}),
      written({ alg: 'HS256' }, {}),
      written({ crit: ['x'], x: 1 }, {}),
      written('{"alg":"Ed25519","alg":"Ed25519"}', {}),
      written({}, '[]'),
      written({}, 'x'),
      written({ x: 'x'.repeat(8192) }, {}),
    ]
    const codes = await Promise.all(
      tokens.map(async (token) => [
        (await asked(token, { ...issuer.jwk, kid: undefined })).code,
        await shipped(token),
      ]),
    )
    expect(codes.map(([page]) => page)).toEqual(codes.map(([, starter]) => starter))
    expect(new Set(codes.flat()).size, 'different answers').toBeGreaterThan(9)
  })
})

import { encodeText } from '../../../../src/components/inspector/base64url.ts'
import type { RuleId } from '../../../../src/components/inspector/findings.ts'
import { now, nowMs, written } from '../../../kit/inspector-tokens.ts'

const none = undefined

/** Tokens in which a weakness is, and in which it is not. */
export interface Case {
  readonly yes: readonly string[]
  readonly no: readonly string[]
}

const header = (members: Record<string, unknown>) => written(members, {})
const claims = (members: Record<string, unknown>) => written({}, members)
const typed = (typ: string, members: Record<string, unknown>) => written({ typ }, members)

/** Each weakness in a token that is good but for it, and near misses that are none. */
export const cases: Readonly<Record<Exclude<RuleId, 'secret-known' | 'secret-guessed' | 'key-short'>, Case>> =
  {
    encrypted: {
      yes: [`${encodeText(JSON.stringify({ alg: 'RSA-OAEP-256', enc: 'A256GCM' }))}.AAAA.AAAA.AAAA.AAAA`],
      no: [header({})],
    },
    'too-long': { yes: [claims({ x: 'x'.repeat(8192) })], no: [claims({ x: 'x'.repeat(5000) })] },
    'no-cookie': { yes: [claims({ x: 'x'.repeat(4096) })], no: [claims({ x: 'x'.repeat(2000) })] },
    'not-canonical': {
      yes: [written({}, {}, 'AB'), written({}, {}, 'AAB'), written({}, {}, 'AA_')],
      no: [written({}, {}, 'AQ'), written({}, {}, 'AAE'), written({}, {}, 'AAA_')],
    },
    'duplicate-member': {
      yes: [
        written('{"alg":"Ed25519","typ":"at+jwt","kid":"k1","kid":"k1"}', {}),
        written({}, `${JSON.stringify(withoutDates()).slice(0, -1)},"roles":[{"a":1,"a":2}]}`),
      ],
      no: [claims({ act: { sub: 'x', act: { sub: 'y' } } })],
    },
    'signature-empty': { yes: [written({}, {}, '')], no: [header({})] },
    'alg-none': { yes: [written({ alg: 'none' }, {}, '')], no: [header({ kid: 'none' })] },
    'alg-none-like': {
      yes: [
        header({ alg: 'None' }),
        header({ alg: 'nOnE' }),
        header({ alg: ' none\t' }),
        header({ alg: ['none'] }),
      ],
      no: [header({ alg: 'none' })],
    },
    'alg-missing': {
      yes: [header({ alg: none }), header({ alg: '' }), header({ alg: 5 })],
      no: [header({})],
    },
    'alg-unknown': {
      yes: [header({ alg: 'es256' }), header({ alg: 'RS1' })],
      no: [header({ alg: 'PS384' })],
    },
    'alg-symmetric': {
      yes: [header({ alg: 'HS256' }), header({ alg: 'HS512' })],
      no: [header({ alg: 'RS256' })],
    },
    'alg-vague': { yes: [header({ alg: 'EdDSA' })], no: [header({ alg: 'Ed25519' })] },
    'typ-missing': { yes: [header({ typ: none })], no: [header({ typ: 'JWT' })] },
    'typ-vague': { yes: [header({ typ: 'JWT' }), header({ typ: 'application/jwt' })], no: [header({})] },
    'typ-other': { yes: [], no: [header({ typ: 'JWT' })] },
    'crit-invalid': {
      yes: [
        header({ crit: [] }),
        header({ crit: 'exp' }),
        header({ crit: ['kid'] }),
        header({ crit: ['not-there'] }),
        header({ crit: ['x', 'x'], x: 1 }),
        header({ crit: [1], 1: 1 }),
      ],
      no: [header({ crit: ['x'], x: 1 })],
    },
    'crit-unknown': { yes: [header({ crit: ['x'], x: 1 })], no: [header({ x: 1 })] },
    'key-embedded': {
      yes: [header({ jwk: { kty: 'OKP' } }), header({ x5c: [] })],
      no: [header({ x5t: 'x' }), written({ typ: 'dpop+jwt', jwk: { kty: 'OKP' } }, {})],
    },
    'key-address': {
      yes: [header({ jku: 'https://keys.test' }), header({ x5u: 'https://keys.test' })],
      no: [header({ kid: 'jku' })],
    },
    'private-key': {
      yes: [header({ jwk: { kty: 'OKP', d: 'x' } }), header({ jwk: { kty: 'oct', k: 'x' } })],
      no: [header({ jwk: { kty: 'OKP', x: 'x' } }), header({ jwk: null })],
    },
    'kid-risky': {
      yes: [
        '../../dev/null',
        '/etc/passwd',
        'keys/prod.pem',
        "x' UNION SELECT 'k",
        'k"1',
        'a;b',
        'a|b',
        '$(id)',
        'a\\b',
        'https://keys.test/k',
        'k 1',
        'x'.repeat(257),
        7,
        null,
      ].map((kid) => header({ kid })),
      no: ['k1', 'key-2026-01', 'Zm9v/YmFy+w==', 'urn:ietf:params:oauth:jwk-thumbprint:x', 'a.b_c'].map(
        (kid) => header({ kid }),
      ),
    },
    'kid-missing': { yes: [header({ kid: none })], no: [written({ typ: 'dpop+jwt', kid: none }, {})] },
    unencoded: { yes: [header({ b64: false })], no: [header({})] },
    compressed: { yes: [header({ zip: 'DEF' })], no: [header({})] },
    nested: { yes: [header({ cty: 'JWT' })], no: [header({ cty: 'text/plain' })] },
    'header-extra': {
      yes: [header({ x5t: 'x' }), header({ foo: 1 })],
      no: [header({ jku: 'https://keys.test' })],
    },
    'no-exp': { yes: [claims({ exp: none })], no: [typed('dpop+jwt', { exp: none })] },
    'no-iat': { yes: [claims({ iat: none })], no: [claims({})] },
    expired: {
      yes: [claims({ iat: now - 99, exp: now - 5 }), claims({ iat: 0, exp: 1 })],
      no: [claims({ iat: now - 99, exp: now - 4 })],
    },
    'not-yet': { yes: [claims({ nbf: now + 6 })], no: [claims({ nbf: now + 5 }), claims({ nbf: 0 })] },
    'issued-later': { yes: [claims({ iat: now + 6 })], no: [claims({ iat: now + 5 })] },
    'ends-first': {
      yes: [claims({ exp: now }), claims({ nbf: now + 300 })],
      no: [claims({ nbf: now }), claims({ iat: none })],
    },
    'long-life': {
      yes: [
        claims({ exp: now + 3601 }),
        typed('JWT', { exp: now + 86_401 }),
        typed('refresh+jwt', { exp: now + 31 * 86_400 }),
        claims({ iat: none, exp: now + 3601 }),
      ],
      no: [
        claims({ exp: now + 3600 }),
        typed('JWT', { exp: now + 86_400 }),
        typed('refresh+jwt', { exp: now + 30 * 86_400 }),
      ],
    },
    'date-text': { yes: [claims({ exp: String(now) }), claims({ nbf: '2026-01-01' })], no: [claims({})] },
    'date-milliseconds': {
      yes: [claims({ exp: nowMs }), claims({ iat: nowMs }), claims({ auth_time: nowMs })],
      no: [claims({ x: nowMs })],
    },
    'date-fraction': { yes: [claims({ iat: now - 0.5 })], no: [claims({ iat: now - 1 })] },
    'date-wrong': {
      yes: [claims({ exp: null }), claims({ iat: -1 }), claims({ nbf: 1e300 }), claims({ exp: [now] })],
      no: [claims({ nbf: 0 }), claims({ exp: nowMs }), claims({ exp: 'x' })],
    },
    'no-aud': { yes: [claims({ aud: none })], no: [typed('dpop+jwt', { aud: none })] },
    'no-iss': { yes: [claims({ iss: none })], no: [claims({})] },
    'no-sub': { yes: [claims({ sub: none })], no: [claims({})] },
    'no-jti': { yes: [claims({ jti: none })], no: [claims({})] },
    'no-client': { yes: [claims({ client_id: none })], no: [typed('JWT', { client_id: none })] },
    'text-expected': {
      yes: [
        claims({ sub: 42 }),
        claims({ jti: '' }),
        claims({ aud: [] }),
        claims({ aud: [1] }),
        claims({ aud: null }),
      ],
      no: [claims({ aud: ['a'] }), claims({ count: 42 })],
    },
    'aud-many': { yes: [claims({ aud: ['a', 'b'] })], no: [claims({ aud: ['a'] })] },
    'iss-http': {
      yes: [claims({ iss: 'http://issuer.test' }), claims({ iss: 'http://localhost.evil.test' })],
      no: [
        claims({ iss: 'http://localhost:3000' }),
        claims({ iss: 'http://127.0.0.1/x' }),
        claims({ iss: 'acme' }),
      ],
    },
    personal: {
      yes: [claims({ email: 'x' }), claims({ phone_number: 'x' }), claims({ sub: 'alice@mail.test' })],
      no: [claims({ email_verified: true }), claims({ handle: '@alice' })],
    },
    'secret-inside': {
      yes: [claims({ password: 'x' }), claims({ db_password: 'x' }), claims({ API_KEY: 'x' })],
      no: [claims({ password_changed_at: 1 }), claims({ token_use: 'access' })],
    },
  }

/** For a payload that is written by hand: its dates are those of the good one. */
function withoutDates(): object {
  return {
    iss: 'https://issuer.test',
    aud: 'a',
    sub: 'u',
    client_id: 'c',
    jti: 'j',
    iat: now,
    exp: now + 300,
  }
}

import { describe, expect, it } from 'vitest'
import { encodeText } from '../../../../src/components/inspector/base64url.ts'
import { findingsOf, type RuleId } from '../../../../src/components/inspector/findings.ts'
import { readToken } from '../../../../src/components/inspector/read-token.ts'
import { advice } from '../../../../src/components/inspector/texts/advice.ts'
import { goodHeader, now, nowMs, written } from '../../../kit/inspector-tokens.ts'
import { cases } from './finding-cases.ts'

function found(token: string, expectedTyp = ''): RuleId[] {
  const circumstances = { nowMs, expectedTyp, toleranceSeconds: 5 }
  return findingsOf(readToken(token), circumstances).map(({ id }) => id)
}

describe('findingsOf()', () => {
  it('finds nothing in a good access token', () => {
    expect(found(written({}, {}), 'at+jwt')).toEqual([])
  })

  it.each(Object.entries(cases))('finds %s where it is, and only there', (id, { yes, no }) => {
    for (const token of yes) expect(found(token), token.slice(0, 120)).toContain(id)
    for (const token of no) expect(found(token), token.slice(0, 120)).not.toContain(id)
  })

  it('finds another type than the one that is expected, as media types are compared', () => {
    expect(found(written({ typ: 'JWT' }, {}), 'at+jwt')).toContain('typ-other')
    expect(found(written({ typ: 'application/AT+JWT' }, {}), 'at+jwt')).not.toContain('typ-other')
  })

  it('says where, and what is special about the place', () => {
    const [finding] = findingsOf(readToken(written({}, {}, 'AB')), {
      nowMs,
      expectedTyp: '',
      toleranceSeconds: 0,
    })
    expect(finding?.places).toEqual([{ part: 'signature', detail: 'its last character should be "A"' }])
    const many = findingsOf(readToken(written({}, { email: 'x', name: 'y' })), {
      nowMs,
      expectedTyp: '',
      toleranceSeconds: 0,
    })
    expect(many.map(({ places }) => places.map(({ member }) => member))).toEqual([['email', 'name']])
  })

  it('finds no claims missing where no claims can be read', () => {
    expect(found(`${encodeText(JSON.stringify(goodHeader))}.AA==.AAAA`)).toEqual([])
    expect(found('no token')).toEqual([])
  })

  it('judges a DPoP proof as one', () => {
    const proof = { jti: 'x', htm: 'GET', htu: 'https://api.test/me', iat: now }
    const token = written(
      { typ: 'dpop+jwt', kid: undefined, jwk: { kty: 'OKP', x: 'x' } },
      JSON.stringify(proof),
    )
    expect(found(token)).toEqual([])
  })
})

describe('advice', () => {
  it.each(Object.entries(advice))(
    'for %s says what, why, what to do, and where that is written',
    (_, words) => {
      for (const text of [words.why, words.todo]) expect(text).toMatch(/\w\.$/)
      expect(words.title).toMatch(/\w$/)
      expect(words.source.href).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+\.html#section-[\d.]+$/)
    },
  )

  it('counts as problems what no verifier should accept', () => {
    const problems = Object.entries(advice).filter(([, { severity }]) => severity === 'problem')
    expect(problems.map(([id]) => id)).toEqual(
      expect.arrayContaining([
        'alg-none',
        'alg-none-like',
        'no-exp',
        'expired',
        'crit-unknown',
        'not-canonical',
      ]),
    )
  })
})

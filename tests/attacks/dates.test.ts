import type { JWTPayload } from 'jose'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { allStrategies } from '../kit/strategies.ts'
import { type Attack, expectRefused, openTarget, type Target } from '../kit/target.ts'

const nowSeconds = () => Math.floor(Date.now() / 1000)

/** @param claims made when the test runs, since dates are about now */
const having =
  (claims: () => JWTPayload | Record<string, unknown>) =>
  ({ forge, header, claims: good }: Target) =>
    forge(header, { ...good, ...claims() })

/** Numbers that JSON can spell and `JSON.stringify` never would. */
const literal =
  (claim: string, number: string) =>
  ({ forge, header, claims }: Target) =>
    forge(header, JSON.stringify({ ...claims, [claim]: 0 }).replace(`"${claim}":0`, `"${claim}":${number}`))

const lasting: Attack[] = [
  ['an exp in the year 10000', 'token_claim_invalid', having(() => ({ exp: 253_402_300_800 }))],
  ['an exp beyond what a number holds', 'token_claim_invalid', literal('exp', '9007199254740993')],
  ['an infinite exp', 'token_claim_invalid', literal('exp', '1e400')],
  [
    'a lifetime of an hour and a second',
    'token_claim_invalid',
    having(() => ({ iat: nowSeconds(), exp: nowSeconds() + 3601 })),
  ],
  ['a long lifetime that began long ago', 'token_claim_invalid', having(() => ({ iat: 0 }))],
]

const ended: Attack[] = [
  ['an exp of zero', 'token_expired', having(() => ({ exp: 0 }))],
  ['a negative exp', 'token_expired', having(() => ({ exp: -1 }))],
  ['an exp of minus infinity', 'token_expired', literal('exp', '-1e400')],
  ['an exp of minus zero', 'token_expired', literal('exp', '-0')],
  ['an exp in milliseconds', 'token_claim_invalid', having(() => ({ exp: Date.now() + 60_000 }))],
  ['an exp that is over, before its iat', 'token_expired', having(() => ({ exp: nowSeconds() - 60 }))],
]

const notBegun: Attack[] = [
  ['an iat a minute ahead', 'token_not_yet_valid', having(() => ({ iat: nowSeconds() + 60 }))],
  [
    'an iat ahead, and an exp before it',
    'token_not_yet_valid',
    having(() => ({ iat: nowSeconds() + 120, exp: nowSeconds() + 60 })),
  ],
  ['an infinite iat', 'token_not_yet_valid', literal('iat', '1e400')],
  ['an iat in milliseconds', 'token_not_yet_valid', having(() => ({ iat: Date.now() }))],
  ['an nbf a minute ahead', 'token_not_yet_valid', having(() => ({ nbf: nowSeconds() + 60 }))],
  ['an infinite nbf', 'token_not_yet_valid', literal('nbf', '1e400')],
]

/** What a library with softer types would take for a date. */
const noDates = [String(4_000_000_000), '2099-01-01T00:00:00Z', '', null, true, false, [4_000_000_000], {}]

const noNumbers: Attack[] = ['exp', 'iat', 'nbf', 'auth_time'].flatMap((claim) =>
  noDates.map(
    (date): Attack => [
      `the ${claim} ${JSON.stringify(date)}`,
      'token_claim_invalid',
      having(() => ({ [claim]: date })),
    ],
  ),
)

/** RFC 7519 allows fractions. This issuer writes none, so whoever does is not this issuer. */
const fractions: Attack[] = ['exp', 'iat', 'auth_time'].flatMap((claim): Attack[] => [
  [
    `a fraction in ${claim}`,
    'token_claim_invalid',
    ({ forge, header, claims }) => forge(header, { ...claims, [claim]: Number(claims[claim]) + 0.5 }),
  ],
])

const others: Attack[] = [
  ['a negative iat', 'token_claim_invalid', having(() => ({ iat: -1 }))],
  ['an iat of minus infinity', 'token_claim_invalid', literal('iat', '-1e400')],
  ['a negative auth_time', 'token_claim_invalid', having(() => ({ auth_time: -1 }))],
  ['an infinite auth_time', 'token_claim_invalid', literal('auth_time', '1e400')],
  ['no auth_time', 'token_claim_invalid', having(() => ({ auth_time: undefined }))],
  ['NaN, which is no JSON', 'token_malformed', literal('exp', 'NaN')],
  ['Infinity, which is no JSON', 'token_malformed', literal('exp', 'Infinity')],
  ['a hexadecimal date, which is no JSON', 'token_malformed', literal('exp', '0xffffffff')],
]

describe.each(allStrategies)('%s refuses', (strategy) => {
  let target: Target
  beforeAll(async () => {
    target = await openTarget(strategy)
  })
  afterAll(() => target.system.close())

  // meets: ASVS-9.2.1
  test.each([...lasting, ...ended, ...notBegun, ...noNumbers, ...fractions, ...others])(
    '%s: %s',
    async (_, code, make) => {
      await expectRefused(target, await make(target), code)
    },
  )
})

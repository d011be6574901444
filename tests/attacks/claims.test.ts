import { afterAll, beforeAll, describe, test } from 'vitest'
import { allStrategies } from '../kit/strategies.ts'
import { type Attack, expectRefused, openTarget, type Target } from '../kit/target.ts'

const issuer = 'http://localhost:3000'
const audience = 'http://localhost:3001'
const ledger = 'http://localhost:3002'

const claiming =
  (claims: object) =>
  ({ forge, header, claims: good }: Target) =>
    forge(header, { ...good, ...claims })

/** As text, since an object cannot name a member twice. */
const also =
  (member: string) =>
  ({ forge, header, claims }: Target) =>
    forge(header, JSON.stringify(claims).replace('{', `{${member},`))

/** Spellings that look alike, or that a lenient comparison takes for alike: two URLs are one only to the character. */
const lookAlikes = (url: string): string[] => [
  ...['', `${url}/`, `${url}//`, `${url}#`, `${url}?`, `${url} `, ` ${url}`, url.slice(0, -1)],
  ...[url.toUpperCase(), url.replace('localhost', 'Localhost'), url.replace('localhost', 'localhost.')],
  ...[url.replace('http:', 'https:'), url.replace('//', '//user@'), url.replace('localhost', '127.0.0.1')],
  // A Cyrillic o, a full-width colon, a character of no width, the end of a text in C.
  ...[
    url.replace('o', '\u043e'),
    url.replace(':', '\uff1a'),
    `${url}\u200b`,
    `${url}\u0000`,
    `${url}\u0000.evil`,
  ],
  `${url},http://evil.example`,
]

const lookAlike = (claim: string, url: string, code: string): Attack[] =>
  lookAlikes(url).map((text) => [`the ${claim} ${JSON.stringify(text)}`, code, claiming({ [claim]: text })])

const issuers: Attack[] = [null, 0, true, [issuer], { url: issuer }].map((iss) => [
  `the iss ${JSON.stringify(iss)}`,
  'token_issuer_invalid',
  claiming({ iss }),
])

const audiences: Attack[] = [
  ...[issuer, ledger, '*', null, 0, {}, { url: audience }, [], [ledger], [[audience]], [null]].map(
    (aud): Attack => [`the aud ${JSON.stringify(aud)}`, 'token_audience_invalid', claiming({ aud })],
  ),
  // The right one is among them. Whoever else is could show the token here.
  ...[[audience], [audience, ledger], [ledger, audience], [audience, audience]].map(
    (aud): Attack => [`the aud ${JSON.stringify(aud)}`, 'token_claim_invalid', claiming({ aud })],
  ),
]

const names: Attack[] = ['sub', 'sid', 'jti'].flatMap((claim) =>
  ['', null, 0, 1, true, ['user-1'], { $ne: '' }, 'u'.repeat(257)].map(
    (value): Attack => [
      `the ${claim} ${JSON.stringify(value).slice(0, 20)}`,
      'token_claim_invalid',
      claiming({ [claim]: value }),
    ],
  ),
)

/** Two parsers may read two different tokens in each of these. */
const twice: Attack[] = [
  ['iss', '"iss":"http://evil.example"'],
  ['iss, alike both times', `"iss":"${issuer}"`],
  ['iss, once spelled with an escape', '"\\u0069ss":"http://evil.example"'],
  ['sub, once spelled with escapes', '"\\u0073\\u0075\\u0062":"user-2"'],
  ['exp, with spaces between', '"exp" \t : 1'],
  ['a member that nobody reads', '"x":1,"x":2'],
  ['a member of an object', '"x":{"a":1,"a":2}'],
  ['a member of an object in an array', '"x":[1,{"a":[{}],"a":2}]'],
  ['an empty name', '"":1,"":2'],
  ['__proto__', '"__proto__":1,"__proto__":2'],
].map(([what, member = '']) => [`claims that name ${what} twice`, 'token_claim_invalid', also(member)])

/** No claim may come from where an object looks for what it has not. */
const inherited: Attack[] = ['__proto__', 'constructor', 'prototype'].flatMap((name) =>
  ['sub', 'sid', 'jti', 'exp'].map(
    (claim): Attack => [
      `the ${claim} in ${name}`,
      'token_claim_invalid',
      ({ forge, header, claims: { [claim]: value, ...others } }) =>
        forge(
          header,
          JSON.stringify(others).replace('{', `{"${name}":${JSON.stringify({ [claim]: value })},`),
        ),
    ],
  ),
)

describe.each(allStrategies)('%s refuses', (strategy) => {
  let target: Target
  beforeAll(async () => {
    target = await openTarget(strategy)
  })
  afterAll(() => target.system.close())

  // meets: RFC8725-3.8
  test.each([...lookAlike('iss', issuer, 'token_issuer_invalid'), ...issuers])(
    '%s: %s',
    async (_, code, make) => {
      await expectRefused(target, await make(target), code)
    },
  )

  // meets: ASVS-9.2.3, RFC8725-3.9
  test.each([...lookAlike('aud', audience, 'token_audience_invalid'), ...audiences])(
    '%s: %s',
    async (_, code, make) => {
      await expectRefused(target, await make(target), code)
    },
  )

  test.each([...names, ...twice, ...inherited])('%s: %s', async (_, code, make) => {
    await expectRefused(target, await make(target), code)
  })
})

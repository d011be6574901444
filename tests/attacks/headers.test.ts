import { afterAll, beforeAll, describe, test } from 'vitest'
import { allStrategies } from '../kit/strategies.ts'
import { type Attack, expectHonoured, expectRefused, openTarget, type Target } from '../kit/target.ts'

const spoiledBy =
  (members: object) =>
  ({ forge, header, claims }: Target) =>
    forge({ ...header, ...members }, claims)

/** As text, since an object cannot name a member twice. */
const spelled =
  (spell: (header: string) => string) =>
  ({ forge, header, claims }: Target) =>
    forge(spell(JSON.stringify(header)), claims)

const kids: Attack[] = [
  ...[
    '../../dev/null',
    '/dev/null',
    '..%2f..%2fkeys',
    "x' UNION SELECT 'key",
    '; cat /etc/passwd',
    'jndi:ldap://x',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'session:user-1',
    '*',
    ' ',
    '\u0000',
    'a\r\nSet-Cookie: a=b',
    '\ud800',
  ],
  'k'.repeat(256),
].map(
  (kid): Attack => [`the kid ${JSON.stringify(kid).slice(0, 40)}`, 'token_key_unknown', spoiledBy({ kid })],
)

const kidsThatAreNone: Attack[] = ['', null, 0, true, [], ['kid'], { toString: 'kid' }, 'k'.repeat(257)].map(
  (kid): Attack => [
    `the kid ${JSON.stringify(kid).slice(0, 40)}…`,
    'token_header_invalid',
    spoiledBy({ kid }),
  ],
)

/** Whatever changes the rules by which a token is read is refused, understood or not (RFC 7515 section 4.1.11). */
const rules: Attack[] = [
  { crit: ['exp'], exp: 4_000_000_000 },
  { crit: ['b64'], b64: true },
  { crit: ['b64'], b64: false },
  { crit: ['unknown'], unknown: 1 },
  { crit: ['alg'] },
  { crit: [] },
  { crit: 'b64' },
  { b64: false },
  { b64: 'false' },
  { zip: 'DEF' },
  { enc: 'A256GCM' },
  { cty: 'JWT' },
  { iss: 'http://localhost:3000' },
  { url: 'http://localhost:3001/catalog' },
  { nonce: 'n' },
].map(
  (members): Attack => [
    `the header members ${JSON.stringify(members)}`,
    'token_header_invalid',
    spoiledBy(members),
  ],
)

const prototypes: Attack[] = ['__proto__', 'constructor', 'prototype', 'toString'].map((name) => [
  `the header member ${name}`,
  'token_header_invalid',
  spelled((header) => header.replace('{', `{"${name}":{"alg":"none"},`)),
])

const twice: Attack[] = [
  ['alg', '"alg":"none"'],
  ['alg, alike both times', '"alg":"Ed25519"'],
  ['alg, once spelled with an escape', '"\\u0061lg":"none"'],
  ['typ', '"typ":"JWT"'],
  ['kid', '"kid":"attacker"'],
  ['kid, with spaces between', '"kid" \n : "attacker"'],
].map(
  ([what, member]): Attack => [
    `a header that names ${what} twice`,
    'token_header_invalid',
    spelled((header) => header.replace('{', `{${member},`)),
  ],
)

const types: Attack[] = [
  ...['JWT', 'at', 'at+jwt ', 'at+jwt; charset=utf-8', 'application/at+jwt;v=1', 'text/at+jwt'],
  ...['application/application/at+jwt', '/at+jwt', 'refresh+jwt', 'dpop+jwt', '\u0430t+jwt'],
].map((typ): Attack => [`the typ ${typ}`, 'token_type_invalid', spoiledBy({ typ })])

const typesThatAreNone: Attack[] = [
  ['no typ', 'token_type_invalid', spoiledBy({ typ: undefined })],
  ...['', null, 1, ['at+jwt'], { typ: 'at+jwt' }].map(
    (typ): Attack => [`the typ ${JSON.stringify(typ)}`, 'token_header_invalid', spoiledBy({ typ })],
  ),
]

describe.each(allStrategies)('%s', (strategy) => {
  let target: Target
  beforeAll(async () => {
    target = await openTarget(strategy)
  })
  afterAll(() => target.system.close())

  // meets: RFC8725-3.10
  test.each([...kids, ...kidsThatAreNone])('refuses %s: %s', async (_, code, make) => {
    await expectRefused(target, await make(target), code)
  })

  test.each([...rules, ...prototypes, ...twice])('refuses %s: %s', async (_, code, make) => {
    await expectRefused(target, await make(target), code)
  })

  // meets: RFC8725-3.11, RFC8725-3.12
  test.each([...types, ...typesThatAreNone])('refuses %s: %s', async (_, code, make) => {
    await expectRefused(target, await make(target), code)
  })

  // RFC 9068 section 4 names both spellings, and media types have no case (RFC 2045 section 5.1).
  test.each(['at+jwt', 'application/at+jwt', 'AT+JWT', 'Application/At+Jwt'])(
    'accepts the typ %s',
    async (typ) => {
      await expectHonoured(target, await spoiledBy({ typ })(target))
    },
  )
})

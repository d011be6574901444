import { afterAll, beforeAll, describe, test } from 'vitest'
import { encode, type Part, respell } from '../kit/forge.ts'
import { allStrategies } from '../kit/strategies.ts'
import { type Attack, expectRefused, openTarget, type Target } from '../kit/target.ts'

const withPayload =
  (make: (target: Target) => Part) =>
  (target: Target): Promise<string> =>
    target.forge(target.header, make(target))

const withHeader =
  (make: (target: Target) => Part) =>
  (target: Target): Promise<string> =>
    target.forge(make(target), target.claims)

const utf16 = (value: object) => Buffer.from(JSON.stringify(value), 'utf16le')

/** The text with a member more, whose value is these bytes. */
const withBytes = (value: object, bytes: readonly number[]): Uint8Array => {
  const [before = '', after = ''] = JSON.stringify({ ...value, kid: '|' }).split('|')
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)])
}

/** Bytes that decoders with good will turn into something (RFC 3629 section 10). */
const badBytes: [what: string, bytes: readonly number[]][] = [
  ['a byte that is never in UTF-8', [0xff]],
  ['a Latin-1 letter', [0xe9]],
  ['a dot that is spelled too long', [0xc0, 0xae]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['a character beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ['the beginning of a character', [0xe2, 0x82]],
]

const utf8: Attack[] = [
  ...badBytes.flatMap(([what, bytes]): Attack[] => [
    [`a header with ${what}`, 'token_malformed', withHeader(({ header }) => withBytes(header, bytes))],
    [`claims with ${what}`, 'token_malformed', withPayload(({ claims }) => withBytes(claims, bytes))],
  ]),
  ['a header in UTF-16', 'token_malformed', withHeader(({ header }) => utf16(header))],
  ['claims in UTF-16', 'token_malformed', withPayload(({ claims }) => utf16(claims))],
  [
    'a header with a byte order mark',
    'token_malformed',
    withHeader(({ header }) => `\ufeff${JSON.stringify(header)}`),
  ],
  [
    'claims with a byte order mark',
    'token_malformed',
    withPayload(({ claims }) => `\ufeff${JSON.stringify(claims)}`),
  ],
]

/** Signed over another spelling, so the signature holds for the text as it stands. */
const spelling =
  (spellHeader: (segment: string) => string, spellClaims: (segment: string) => string) =>
  ({ signSegments, header, claims }: Target) =>
    signSegments(spellHeader(encode(padded(header))), spellClaims(encode(padded(claims))))

/** With spaces at its end, so that the last character of its base64url has bits to spare. */
const padded = (value: object): string => {
  const text = JSON.stringify(value)
  return text.padEnd(text.length + ((4 - (text.length % 3)) % 3))
}

const same = (segment: string) => segment
const spellings: [what: string, spell: (segment: string) => string][] = [
  ['padding', (segment) => `${segment}=`],
  ['a space in it', (segment) => `${segment.slice(0, 8)} ${segment.slice(8)}`],
  ['a tab in it', (segment) => `${segment.slice(0, 8)}\t${segment.slice(8)}`],
  ['a percent-encoded character', (segment) => `%65${segment.slice(1)}`],
  ['a character of ordinary base64', (segment) => `${segment.slice(0, -4)}+/+/`],
  ['a character too many', (segment) => `${segment.slice(0, segment.length - (segment.length % 4))}A`],
  ['other unused bits', respell],
]

const misspelled: Attack[] = spellings.flatMap(([what, spell]): Attack[] => [
  [`a header in base64url with ${what}`, 'token_malformed', spelling(spell, same)],
  [`claims in base64url with ${what}`, 'token_malformed', spelling(same, spell)],
])

describe.each(allStrategies)('%s refuses', (strategy) => {
  let target: Target
  beforeAll(async () => {
    target = await openTarget(strategy)
  })
  afterAll(() => target.system.close())

  // meets: RFC8725-3.7
  test.each(utf8)('%s: %s', async (_, code, make) => {
    await expectRefused(target, await make(target), code)
  })

  test.each(misspelled)('%s: %s', async (_, code, make) => {
    await expectRefused(target, await make(target), code)
  })
})

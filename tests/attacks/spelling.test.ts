import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refresh } from '../kit/client.ts'
import { respell } from '../kit/forge.ts'
import { allStrategies } from '../kit/strategies.ts'
import { expectRefusal, expectRefused, openTarget, type Target } from '../kit/target.ts'

type Spelling = [what: string, spell: (token: string) => string]

const inSegment = (index: number, spell: (segment: string) => string) => (token: string) =>
  token
    .split('.')
    .map((segment, i) => (i === index ? spell(segment) : segment))
    .join('.')

const middle = (insert: string) => (segment: string) => segment.slice(0, 8) + insert + segment.slice(8)

/** Other texts that a lenient reader takes for the good token. A denylist of texts would know none of them. */
const spellings: Spelling[] = [
  ['another last character', respell],
  ['padding after its header', inSegment(0, (segment) => `${segment}=`)],
  ['padding after its claims', inSegment(1, (segment) => `${segment}==`)],
  ['padding after its signature', inSegment(2, (segment) => `${segment}==`)],
  ['the alphabet of ordinary base64', (token) => token.replaceAll('-', '+').replaceAll('_', '/')],
  ['a space in its header', inSegment(0, middle(' '))],
  ['a tab in its signature', inSegment(2, middle('\t'))],
  ['a character outside the alphabet', inSegment(2, middle('?'))],
  ['a percent-encoded dot', (token) => token.replace('.', '%2E')],
  ['a dot at the end', (token) => `${token}.`],
  ['a dot at the start', (token) => `.${token}`],
  ['a comma and itself again', (token) => `${token},${token}`],
  ['its scheme twice', (token) => `Bearer ${token}`],
  ['quotes around it', (token) => `"${token}"`],
  ['spaces for its dots', (token) => token.replaceAll('.', ' ')],
]

/** What no header can carry, and a body can. */
const spellingsInBody: Spelling[] = [
  ['a space before it', (token) => ` ${token}`],
  ['a line break after it', (token) => `${token}\n`],
  ['a line break in its header', inSegment(0, middle('\r\n'))],
  ['a line break in its signature', inSegment(2, middle('\n'))],
  ['a NUL after it', (token) => `${token}\u0000`],
  ['a NUL in its signature', inSegment(2, middle('\u0000'))],
  ['a byte order mark before it', (token) => `\ufeff${token}`],
  ['a character of no width in it', inSegment(1, middle('\u200b'))],
  ['full-width dots', (token) => token.replaceAll('.', '\uff0e')],
  ['half a surrogate pair after it', (token) => `${token}\ud800`],
]

describe.each(allStrategies)('%s refuses a token with', (strategy) => {
  let target: Target
  let access = ''
  let renewal = ''

  // A claim that nobody reads brings both characters that the two alphabets spell differently.
  const marked = (token: string) => {
    const claims: JWTPayload = decodeJwt(token)
    return target.forge(decodeProtectedHeader(token), { x: '>>>???>>>???~~~', ...claims })
  }

  beforeAll(async () => {
    target = await openTarget(strategy)
  })
  beforeEach(async () => {
    access = await marked(target.good.access)
    renewal = await marked(target.good.refresh)
  })
  afterAll(() => target.system.close())

  test.each(spellings)('%s', async (_, spell) => {
    expect(spell(access)).not.toBe(access)
    await expectRefused(target, spell(access), 'token_malformed')
  })

  test.each([...spellings, ...spellingsInBody])('%s, when it asks for new tokens', async (_, spell) => {
    expect(spell(renewal)).not.toBe(renewal)
    const refused = await refresh(target.system, spell(renewal))
    expectRefusal(refused, spell(renewal), 'token_malformed')
  })

  test('nothing wrong with it: then there are new tokens', async () => {
    expect(await refresh(target.system, renewal)).toMatchObject({ status: 200 })
  })
})

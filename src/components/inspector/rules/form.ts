import { canonicalEnd } from '../base64url.ts'
import { duplicateMember } from '../duplicates.ts'
import { isAlmostNone } from './header.ts'
import { type Place, type Rule, when } from './rule.ts'

/** The starters refuse a longer token unread. */
const maxTokenLength = 8 * 1024
/** What browsers keep of one cookie (RFC 6265 section 6.1). */
const maxCookieLength = 4096

const wholeToken: Place = { part: 'token' }

/** About the token as text. */
export const formRules = {
  encrypted: ({ reading }) => when(reading.parts.length === 5, wholeToken),
  'too-long': ({ reading }) => when(reading.token.length > maxTokenLength, wholeToken),
  'no-cookie': ({ reading: { token } }) =>
    when(token.length > maxCookieLength && token.length <= maxTokenLength, wholeToken),
  'not-canonical': ({ reading }) =>
    reading.parts.flatMap(({ label, text }) => {
      const end = canonicalEnd(text)
      const part = label.toLowerCase() as Place['part']
      return when(end !== undefined, { part, detail: `its last character should be "${end}"` })
    }),
  'duplicate-member': ({ reading }) =>
    (['header', 'payload'] as const).flatMap((part) => {
      const duplicate = duplicateMember(reading[part]?.json ?? '')
      return duplicate ? [{ part, member: duplicate.name }] : []
    }),
  'signature-empty': ({ reading, header }) =>
    when(reading.parts.length === 3 && reading.parts[2]?.text === '' && !isAlmostNone(header.alg), {
      part: 'signature',
    }),
} as const satisfies Record<string, Rule>

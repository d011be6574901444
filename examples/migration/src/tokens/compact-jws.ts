import { AuthError } from '../errors.ts'
import { hasDuplicateMembers } from './json-members.ts'

/** A token longer than this is refused unread. Real ones here have under 1,000 characters. */
export const maxTokenLength = 8 * 1024

/** The header of a token that may be looked at further. */
export interface TokenHeader {
  readonly alg: string
  readonly kid?: string
  readonly typ?: string
}

/**
 * Reads the header of a compact JWS, and refuses whatever has no business in one, before anything is verified:
 * segments that are not canonical base64url, members named twice, and every member but `alg`, `kid` and `typ`.
 * So no token brings its own key (`jwk`, `jku`, `x5u`, `x5c`) or changes the rules (`crit`, `b64`, `zip`).
 *
 * @see RFC 7515 sections 4 and 7.1, RFC 8725 sections 3.5 and 3.10
 * @throws AuthError `token_too_large`, `token_malformed`, `token_header_invalid`
 */
export function readHeader(token: string): TokenHeader {
  const [encoded = ''] = segmentsOf(token)
  const text = decodeText(encoded)
  const header = parseObject(text)
  if (hasDuplicateMembers(text)) throw new AuthError('token_header_invalid')
  // #region header-members
  const { alg, kid, typ, ...others } = header
  if (Object.keys(others).length > 0) throw new AuthError('token_header_invalid')
  if (typeof alg !== 'string' || !isOptionalText(kid) || !isOptionalText(typ))
    throw new AuthError('token_header_invalid')
  return { alg, ...(kid !== undefined && { kid }), ...(typ !== undefined && { typ }) }
  // #endregion header-members
}

/** The payload of a verified token as text. @throws AuthError `token_malformed` */
export const payloadText = (token: string): string => decodeText(segmentsOf(token)[1] ?? '')

function segmentsOf(token: string): string[] {
  if (token.length > maxTokenLength) throw new AuthError('token_too_large')
  const segments = token.split('.')
  const [header, , signature] = segments
  if (segments.length !== 3 || !header || !signature) throw new AuthError('token_malformed')
  if (!segments.every(isCanonicalBase64url)) throw new AuthError('token_malformed')
  return segments
}

// Lenient decoders ignore the unused bits of the last character, so one signature has several spellings, and a
// denylist of token texts would miss all but one. They must be zero: 4 bits in a tail of two, 2 in a tail of three.
const canonicalBase64url = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/

/** @see RFC 4648 section 3.5 */
const isCanonicalBase64url = (segment: string): boolean => canonicalBase64url.test(segment)

function decodeText(segment: string): string {
  const bytes = Uint8Array.from(atob(segment.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
    c.charCodeAt(0),
  )
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    // Some parsers pass over a byte order mark and some do not (RFC 8259 section 8.1).
    if (!text.startsWith('\uFEFF')) return text
  } catch {
    // No cause: it says nothing that the code does not.
  }
  throw new AuthError('token_malformed')
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // No cause: the parser's message quotes the token.
  }
  throw new AuthError('token_malformed')
}

const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || (typeof value === 'string' && value.length > 0 && value.length <= 256)

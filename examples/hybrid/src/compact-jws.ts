import { AuthError } from './errors.ts'

/** A token longer than this is refused unread. Real ones here have under 1,000 characters. */
export const maxTokenLength = 8 * 1024

/**
 * Refuses everything but three canonical base64url segments (RFC 7515 section 7.1, RFC 4648 section 3.5).
 *
 * Lenient decoders ignore the unused bits of the last character, so one signature has several spellings:
 * a denylist of token texts would miss all but one.
 *
 * @throws AuthError `token_too_large`, `token_malformed`
 */
export function assertCompactJws(token: string): void {
  if (token.length > maxTokenLength) throw new AuthError('token_too_large')
  const segments = token.split('.')
  if (segments.length !== 3 || !segments.every(isCanonicalBase64url)) throw new AuthError('token_malformed')
}

// The last character carries 4 unused bits in a tail of two, 2 in a tail of three; they must be zero.
const canonicalBase64url = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/

function isCanonicalBase64url(segment: string): boolean {
  return segment.length > 0 && canonicalBase64url.test(segment)
}

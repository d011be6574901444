/** What is wrong with a text, and where: 0-based. */
export interface EncodingFault {
  readonly at: number
  readonly text: string
}

/** The bytes as base64url without padding (RFC 7515 section 2). */
export const encodeBytes = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

export const encodeText = (text: string): string => encodeBytes(new TextEncoder().encode(text))

/** Decodes as lenient decoders do, unused bits and all. @throws when `encodingFault()` finds something */
export const decodeBytes = (segment: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(segment.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))

/** The first thing that keeps a text from being base64url. */
export function encodingFault(segment: string): EncodingFault | undefined {
  const at = segment.search(/[^\w-]/)
  if (at >= 0) return { at, text: reasonAgainst(segment[at] ?? '') }
  if (segment.length % 4 !== 1) return undefined
  const text = `${segment.length} characters of base64url are no whole number of bytes: one is missing, or one too many`
  return { at: segment.length - 1, text }
}

function reasonAgainst(character: string): string {
  if (character === '=') return 'a "=": the parts of a token carry no padding'
  if (character === '+') return 'a "+": that is base64, and base64url has "-" in its place'
  if (character === '/') return 'a "/": that is base64, and base64url has "_" in its place'
  if (/\s/.test(character)) return 'a space or a line break: a token has none'
  return `"${character}", which is no character of base64url`
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * The last character as it has to be, where it is another: its unused bits are not zero, so the same bytes have
 * several spellings.
 *
 * @see RFC 4648 section 3.5
 */
export function canonicalEnd(segment: string): string | undefined {
  const unusedBits = { 2: 4, 3: 2 }[segment.length % 4] ?? 0
  const index = alphabet.indexOf(segment.at(-1) ?? '')
  const canonical = (index >> unusedBits) << unusedBits
  return index < 0 || canonical === index ? undefined : alphabet[canonical]
}

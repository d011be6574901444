import { decodeBytes, encodingFault } from './base64url.ts'
import { jsonFault } from './json-fault.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** One stretch between two dots. */
export interface Part {
  readonly label: string
  readonly text: string
  /** Of its first character in the token, 0-based. */
  readonly start: number
}

/** Why a text is no JWT. */
export interface Fault {
  /** A sentence. */
  readonly text: string
  /** The character of the token that is at fault, 0-based. */
  readonly at?: number
  /** What was decoded, where that much was possible, and the character of it that is at fault. */
  readonly decoded?: { readonly text: string; readonly at: number }
}

/** A header or a payload: as it was written, and what it says. */
export interface Decoded {
  readonly json: string
  readonly members: JsonObject
}

/** As much as can be told of a token without any key. */
export interface Reading {
  readonly token: string
  readonly parts: readonly Part[]
  readonly header?: Decoded
  readonly payload?: Decoded
  readonly fault?: Fault
}

const labels: Readonly<Record<number, readonly string[]>> = {
  3: ['Header', 'Payload', 'Signature'],
  // RFC 7516 section 7.1.
  5: ['Header', 'Encrypted key', 'Initialization vector', 'Ciphertext', 'Authentication tag'],
}

/** Reads what somebody pasted: leniently, so that a broken token can be looked at as well. */
export function readToken(input: string): Reading {
  const token = withoutWrapping(input)
  const parts = partsOf(token)
  const [first, second, third] = parts
  if (!first) return { token, parts }
  if (!labels[parts.length]) return { token, parts, fault: wrongNumber(parts.length) }
  const header = decode(first)
  // What is encrypted stays closed.
  const payload = second && parts.length === 3 ? decode(second) : {}
  const fault = header.fault ?? payload.fault ?? (third && encodingFaultOf(third))
  return {
    token,
    parts,
    ...(header.value && { header: header.value }),
    ...(payload.value && { payload: payload.value }),
    ...(fault && { fault }),
  }
}

/** People copy more than the token: the header's name, the scheme, quotes, line ends. */
const withoutWrapping = (input: string): string =>
  input
    .trim()
    .replace(/^authorization:\s*/i, '')
    .replace(/^(?:bearer|dpop)\s+/i, '')
    .replace(/^(["'`])(.*)\1$/s, '$2')

function partsOf(token: string): readonly Part[] {
  const texts = token === '' ? [] : token.split('.')
  let start = 0
  return texts.map((text, index) => {
    const part = { label: labels[texts.length]?.[index] ?? `Part ${index + 1}`, text, start }
    start += text.length + 1
    return part
  })
}

function encodingFaultOf({ label, text, start }: Part): Fault | undefined {
  const fault = encodingFault(text)
  return fault && { text: `In the ${label.toLowerCase()} stands ${fault.text}.`, at: start + fault.at }
}

function wrongNumber(count: number): Fault {
  if (count === 1)
    return {
      text: 'This is no JWT: there is no dot in it. It may be an opaque token, which only its issuer can read.',
    }
  if (count === 2)
    return {
      text: 'Two parts, and a JWT has three. The signature is missing with the dot before it; even a token without a signature ends with that dot.',
    }
  return { text: `${count} parts with dots between them. A signed token has three, an encrypted one five.` }
}

interface Decoding {
  readonly value?: Decoded
  readonly fault?: Fault
}

function decode(part: Part): Decoding {
  const fault = encodingFaultOf(part)
  if (fault) return { fault }
  const [name, start] = [part.label.toLowerCase(), part.start]
  if (part.text === '') return { fault: { text: `The ${name} is empty.`, at: start } }
  const json = decodeText(part.text)
  if (json === undefined) return { fault: { text: `The bytes of the ${name} are not UTF-8.`, at: start } }
  return parse(json, name, start)
}

function parse(json: string, name: string, start: number): Decoding {
  try {
    const members: unknown = JSON.parse(json)
    if (isJsonObject(members)) return { value: { json, members } }
    const text = `The ${name} is JSON, but no object with members.`
    return { fault: { text, at: start, decoded: { text: json, at: 0 } } }
  } catch {
    const { at, text } = jsonFault(json)
    const position = start + Math.floor((byteLength(json.slice(0, at)) * 4) / 3)
    const sentence = `The ${name} is no JSON. At character ${at + 1} of its text ${text}.`
    return { fault: { text: sentence, at: position, decoded: { text: json, at } } }
  }
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function decodeText(encoded: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(decodeBytes(encoded))
  } catch {
    return undefined
  }
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length

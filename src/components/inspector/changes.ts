import { encodeText } from './base64url.ts'
import { type Decoded, isJsonObject, type JsonObject, type Reading } from './read-token.ts'

export type EditablePart = 'header' | 'payload'

/** JSON without the blanks between its pieces, and otherwise as it was written. */
export const compact = (json: string): string => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1')

/** The members as people like to read and edit them. */
export const pretty = ({ members }: Decoded): string => JSON.stringify(members, null, 2)

/**
 * The token with another header or payload and the signature that it has. What says the same as the original keeps the
 * original's spelling, so that taking an edit back takes it back.
 *
 * @param json a text that is a JSON object
 */
export function withPart(reading: Reading, original: Reading, part: EditablePart, json: string): string {
  const index = part === 'header' ? 0 : 1
  const texts = reading.parts.map(({ text }) => text)
  const before = original[part]
  const isSame = before !== undefined && compact(pretty(before)) === compact(json)
  texts[index] = isSame ? (original.parts[index]?.text ?? '') : encodeText(compact(json))
  return texts.join('.')
}

/** Whether a text is a JSON object. */
export function isObjectText(json: string): boolean {
  try {
    return isJsonObject(JSON.parse(json))
  } catch {
    return false
  }
}

/** A member that is not what it was. */
export interface Change {
  readonly part: EditablePart
  readonly name: string
  readonly how: 'added' | 'removed' | 'changed'
}

/** What was edited since the original, member by member. */
export const changesBetween = (before: Reading, after: Reading): readonly Change[] =>
  (['header', 'payload'] as const).flatMap((part) =>
    changedMembers(before[part]?.members ?? {}, after[part]?.members ?? {}).map((change) => ({
      part,
      ...change,
    })),
  )

function changedMembers(before: JsonObject, after: JsonObject): Omit<Change, 'part'>[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return Array.from(names).flatMap((name) => {
    const how = howChanged(name, before, after)
    return how ? [{ name, how }] : []
  })
}

function howChanged(name: string, before: JsonObject, after: JsonObject): Change['how'] | undefined {
  if (!(name in before)) return 'added'
  if (!(name in after)) return 'removed'
  return JSON.stringify(before[name]) === JSON.stringify(after[name]) ? undefined : 'changed'
}

/** Whether one token was made from the other by hand: most of it is the same. */
export function isAlteration(before: Reading, after: Reading): boolean {
  const [, payload, signature] = before.parts
  const isShared = (text: string | undefined, other: string | undefined) => Boolean(text) && text === other
  return isShared(payload?.text, after.parts[1]?.text) || isShared(signature?.text, after.parts[2]?.text)
}

import type { JsonObject, Reading } from '../read-token.ts'

export type Severity = 'problem' | 'warning' | 'note'

/** Where something was found. */
export interface Place {
  readonly part: 'token' | 'header' | 'payload' | 'signature' | 'key'
  readonly member?: string
  /** What is special about this place, in a few words. */
  readonly detail?: string
}

/** What the rules look at. */
export interface Subject {
  readonly reading: Reading
  readonly header: JsonObject
  readonly payload: JsonObject
  /** The `typ` that the reader expects; empty for any. */
  readonly expectedTyp: string
  readonly nowSeconds: number
  readonly toleranceSeconds: number
}

/** Every place where a weakness shows; none where it does not. */
export type Rule = (subject: Subject) => readonly Place[]

export const inHeader = (member: string, detail?: string): Place => place('header', member, detail)
export const inPayload = (member: string, detail?: string): Place => place('payload', member, detail)

const place = (part: Place['part'], member: string, detail: string | undefined): Place => ({
  part,
  member,
  ...(detail !== undefined && { detail }),
})

export const when = (isSo: boolean, ...places: readonly Place[]): readonly Place[] => (isSo ? places : [])

/** A media type as RFC 7515 section 4.1.9 compares it: in small letters, without `application/`. */
export const typeName = (typ: unknown): string =>
  typeof typ === 'string' ? typ.toLowerCase().replace(/^application\/(?=[^/]+$)/, '') : ''

/** A DPoP proof brings its key on purpose and has no lifetime of its own (RFC 9449 section 4.2). */
export const isProof = ({ header }: Subject): boolean => typeName(header.typ) === 'dpop+jwt'

import * as v from 'valibot'
import type { RevocationEntry } from './revocation-set.ts'

/** A revocation and its place in the log. Places count up by one. */
export interface LogEntry extends RevocationEntry {
  readonly sequence: number
  /** The entry as the log holds it. No two entries are alike, since each begins with its place. */
  readonly text: string
}

const revoked = v.variant('kind', [
  v.object({ kind: v.literal('session'), sub: v.string(), sid: v.string() }),
  v.object({ kind: v.literal('user'), sub: v.string(), epoch: v.string(), keptSid: v.string() }),
  v.object({ kind: v.literal('all'), issuedBefore: v.number() }),
])

/** What follows the place: when it may be forgotten, and what was revoked. */
export const formatEntry = ({ revoked, expiresAtMs }: RevocationEntry): string =>
  `${expiresAtMs} ${JSON.stringify(revoked)}`

/** @throws when it is no entry: then nobody can tell what was revoked, and the reader must not go on as if nothing was */
export function parseEntry(text: string): LogEntry {
  const [, sequence = '', expiresAtMs = '', json = ''] = /^(\d+) (\d+) (.*)$/s.exec(text) ?? []
  return {
    text,
    sequence: Number(sequence),
    expiresAtMs: Number(expiresAtMs),
    revoked: v.parse(revoked, JSON.parse(json)),
  }
}

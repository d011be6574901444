import * as v from 'valibot'
import type { Session } from '../token-strategy.ts'
import type { Seal } from './session-seal.ts'

const text = v.string()
const milliseconds = v.pipe(v.number(), v.minValue(0))

const recordSchema = v.object({
  ...{ sub: text, sid: text, name: text, roles: v.array(text), device: text, network: text },
  createdAtMs: milliseconds,
  lastSeenAtMs: milliseconds,
  epoch: text,
  rotationSecret: text,
  jkt: v.exactOptional(text),
})

/** A session as Redis keeps it, sealed. */
export interface SessionRecord extends Session {
  readonly sub: string
  readonly name: string
  readonly roles: readonly string[]
  /** The user's epoch at login. A revoke-all moves the epoch on, which leaves this session behind. */
  readonly epoch: string
  /** What the names of its refresh tokens are derived with. */
  readonly rotationSecret: string
  /** The thumbprint of the key it is bound to, if it is (RFC 9449). */
  readonly jkt?: string
}

export const sealRecord = (seal: Seal, record: SessionRecord): Promise<string> =>
  seal.close(JSON.stringify(record))

/**
 * Opens a record and makes sure that it is the one that was asked for: a record moved to another key opens nothing.
 *
 * @returns undefined when it cannot be opened or is another session's
 */
export async function openRecord(
  seal: Seal,
  sealed: string,
  { sub, sid }: { sub: string; sid: string },
): Promise<SessionRecord | undefined> {
  const json = await seal.open(sealed)
  if (json === undefined) return undefined
  const result = v.safeParse(recordSchema, JSON.parse(json))
  return result.success && result.output.sub === sub && result.output.sid === sid ? result.output : undefined
}

import * as v from 'valibot'
import { payloadText } from '../tokens/compact-jws.ts'
import { type Kind, kinds } from './direction.ts'

/** What the migration reads of a token besides what its own strategy does. */
export interface Mark {
  /** The strategy that the issuer signed it for. Absent in tokens from before the migration, which are of the old one. */
  readonly strategy?: Kind | undefined
  /** In a stateless token: its session is in Redis, and began in this epoch of the user. */
  readonly epoch?: string | undefined
  readonly sub: string
  readonly sid: string
  readonly iat: number
  readonly auth_time: number
}

const optionalText = v.optional(v.fallback(v.optional(v.string()), undefined))
const number = v.optional(v.fallback(v.number(), 0), 0)
const text = v.optional(v.fallback(v.string(), ''), '')

const schema = v.object({
  strategy: v.optional(v.fallback(v.optional(v.picklist(kinds)), undefined)),
  epoch: optionalText,
  ...{ sub: text, sid: text, iat: number, auth_time: number },
})

// #region mark
/**
 * Reads the claims as they are, verified or not: somebody has to say whose check a token needs. It is signed with the
 * rest, so that check refuses a token whose mark was changed.
 *
 * @throws AuthError `token_malformed`, `token_too_large`
 */
export function readMark(token: string): Mark {
  const result = v.safeParse(schema, parse(payloadText(token)))
  return result.success ? result.output : { sub: '', sid: '', iat: 0, auth_time: 0 }
}
// #endregion mark

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}

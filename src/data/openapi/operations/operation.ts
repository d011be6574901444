import type { GenericSchema } from 'valibot'
import type { StrategyName } from '../../../components/strategies.ts'
import type { BodyName } from '../bodies.ts'
import type { Schema } from '../openapi.ts'
import type { RefusalGroup, Refusals } from '../refusals.ts'

/** What is said of a route besides what its code says. */
export interface Described {
  /** Its name for programs that are made from the document. */
  readonly id: string
  readonly summary: string
  /** One or two sentences. What stands in backticks is code. */
  readonly about: string
  readonly caller: Caller
  /** The role that the account has to have. */
  readonly role?: string
  /** The members of the path, by name. */
  readonly path?: Readonly<Record<string, string>>
  readonly body?: RequestBody
  /** Good ones, and those that are no refusal. */
  readonly answers: readonly GoodAnswer[]
  readonly groups?: readonly RefusalGroup[]
  readonly refusals?: Refusals
  /** How the token endpoint says it (RFC 6749 section 5.2): a token in the form is a bad request. */
  readonly isTokenEndpoint?: true
  /** Whether a proof may come along that binds the session to a key, where the strategy knows of that. */
  readonly takesProof?: true
}

export type Caller =
  | 'anybody'
  /** With an access token, in the header or in the cookie. */
  | 'user'
  /** With a refresh token, in the body or in the cookie. */
  | 'refresher'
  /** With the exchange secret. */
  | 'exchanger'
  /** With a token that was exchanged for this service. */
  | 'service'

export interface RequestBody {
  readonly type: 'application/json' | 'application/x-www-form-urlencoded'
  readonly schema: GenericSchema
  /** What each member is. */
  readonly members: Readonly<Record<string, string>>
  readonly isOptional?: true
}

export interface GoodAnswer {
  readonly status: number
  readonly text: string
  readonly type?: string
  /** One, or one of several. */
  readonly bodies: readonly BodyName[]
  /** What the header says. Undefined where none is sent. */
  readonly cacheControl?: Schema
  readonly setsCookies?: 'always' | 'on demand'
  /** Undefined: all of them. */
  readonly strategies?: readonly StrategyName[]
}

export const noStore: Schema = { const: 'no-store' }

import * as v from 'valibot'
import type {
  revocationResponse,
  sessionResponse,
  TokenResponse,
} from '../../../examples/hybrid/src/http/responses.ts'
import { accessTokenType } from '../../../examples/hybrid/src/tokens/token-exchange.ts'
import { type Observed, serviceNames } from './observed.ts'

// What answers hold. The types are those of the code, so that a member that comes, goes or changes is noticed.

/** A schema that yields what the code answers with. */
const bodyOf =
  <T>() =>
  <const S extends v.GenericSchema<unknown, T>>(schema: S): S =>
    schema

const time = v.pipe(v.string(), v.isoTimestamp())
const seconds = v.pipe(v.number(), v.integer(), v.minValue(0))
const token = v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/))

const session = bodyOf<ReturnType<typeof sessionResponse>>()(
  v.strictObject({
    ...{ sid: v.string(), device: v.string(), network: v.string() },
    ...{ created_at: time, last_seen_at: time, current: v.boolean() },
  }),
)

const key = v.looseObject({ kty: v.string(), kid: v.string(), alg: v.string(), use: v.literal('sig') })

/** Every body of a good answer, by its name in the document. */
export const bodiesOf = ({ services, revocation, takesDpop }: Observed) => ({
  Tokens: bodyOf<TokenResponse>()(
    v.strictObject({
      ...{ access_token: token, refresh_token: token, expires_in: seconds },
      token_type: takesDpop ? v.picklist(['Bearer', 'DPoP']) : v.literal('Bearer'),
    }),
  ),
  TokensInCookies: v.strictObject({ expires_in: seconds }),
  Revocation: bodyOf<ReturnType<typeof revocationResponse>>()(
    v.strictObject({ revocation: v.literal(revocation), effective_at: time }),
  ),
  Sessions: v.strictObject({ sessions: v.array(session) }),
  InternalToken: v.strictObject({
    ...{ access_token: token, issued_token_type: v.literal(accessTokenType) },
    ...{ token_type: v.literal('Bearer'), expires_in: seconds },
  }),
  Keys: v.strictObject({ keys: v.array(key) }),
  Profile: v.strictObject({
    ...{ name: v.string(), roles: v.array(v.string()), device: v.string() },
    source: v.picklist(['token', 'session']),
  }),
  Catalog: v.strictObject({ items: v.array(v.string()) }),
  Transfer: v.strictObject({ transferred: v.number(), to: v.string() }),
  Entry: v.strictObject({ entry: v.string(), from: v.string(), to: v.string(), amount: v.number() }),
  Health: v.strictObject({ status: v.literal('ok') }),
  Readiness: v.strictObject({
    status: v.picklist(['ready', 'not_ready', 'stopping']),
    checks: v.strictObject(
      Object.fromEntries(
        serviceNames.flatMap((name) =>
          services[name].needs.map((need) => [need, v.optional(v.boolean())] as const),
        ),
      ),
    ),
  }),
  Metrics: v.string(),
})

export type BodyName = keyof ReturnType<typeof bodiesOf>

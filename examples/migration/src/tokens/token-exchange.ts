import type { Context } from 'hono'
import * as v from 'valibot'
import { AuthError, errorMeanings } from '../errors.ts'
import { callOf, type Place } from '../http/credentials.ts'
import { readForm } from '../http/read-body.ts'
import type { CommonSettings } from '../settings/schema.ts'
import type { TokenVerifier } from '../token-strategy.ts'
import { assertExchangeClient, exchangeClient, exchangeSecretOf } from './exchange-secret.ts'
import type { TokenSigner } from './token-signer.ts'

export const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

/** What `POST /token` takes. */
export const exchangeForm = v.object({
  grant_type: v.pipe(v.string(), v.nonEmpty()),
  subject_token: v.pipe(v.string(), v.nonEmpty()),
  subject_token_type: v.literal(accessTokenType),
  audience: v.pipe(v.string(), v.nonEmpty()),
})

export interface ExchangeParts {
  readonly strategy: TokenVerifier
  readonly signer: TokenSigner
  readonly settings: CommonSettings
  readonly place: Place
}

// #region exchange
/**
 * Trades the user's token for one that opens a single service behind the API, for seconds (RFC 8693). The user's own
 * token never travels further than the edge, and what leaks inside opens nothing at the edge.
 *
 * @throws AuthError `client_unknown`, `exchange_invalid`, `audience_unknown`, and what the check of the token throws,
 * in the form of this endpoint (RFC 6749 section 5.2)
 */
export async function exchangeToken(c: Context, { strategy, signer, settings, place }: ExchangeParts) {
  await assertExchangeClient(c.req.header('authorization'), exchangeSecretOf(settings))
  const { grant_type, subject_token, audience } = await readForm(c.req.raw, exchangeForm)
  if (grant_type !== grantType) throw new AuthError('exchange_invalid', { oauth: 'unsupported_grant_type' })
  if (audience !== settings.LEDGER_AUDIENCE) throw new AuthError('audience_unknown')
  const call = callOf(c, place, 'Exchange')
  const { sub, sid, authTimeSeconds } = await strategy.verify(subject_token, call).catch(asBadRequest)
  const session = { sub, sid, auth_time: authTimeSeconds }
  // `act` says who is acting for the user (RFC 8693 section 4.1).
  const { token, expiresInSeconds } = await signer.internal(session, audience, {
    act: { sub: exchangeClient },
  })
  return c.json(
    {
      access_token: token,
      issued_token_type: accessTokenType,
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
    },
    200,
    { 'cache-control': 'no-store' },
  )
}
// #endregion exchange

/** The caller showed its own credentials; it is the token in the form that is at fault. */
function asBadRequest(error: unknown): never {
  if (!(error instanceof AuthError) || errorMeanings[error.code].status !== 401) throw error
  throw new AuthError(error.code, { cause: error, oauth: 'invalid_request' })
}

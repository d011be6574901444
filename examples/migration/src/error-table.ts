/** What each error means on the wire: its status and, where a token is at fault, the RFC 6750 error. */
export const errorTable = {
  token_missing: { status: 401, title: 'Send an access token as "Authorization: Bearer <token>"' },
  scheme_unsupported: { status: 401, title: 'This scheme is not accepted here; send a Bearer token' },
  credentials_ambiguous: {
    status: 400,
    title: 'Send the token in the header or in the cookie, not in both',
    bearer: 'invalid_request',
  },
  csrf_refused: { status: 403, title: 'A request with cookies has to come from a page of this site' },
  token_too_large: { status: 401, title: 'The token is longer than 8 KB', bearer: 'invalid_token' },
  token_malformed: { status: 401, title: 'The token is not a well-formed JWT', bearer: 'invalid_token' },
  token_header_invalid: {
    status: 401,
    title: 'The header of the token holds what this service does not accept',
    bearer: 'invalid_token',
  },
  token_algorithm_invalid: {
    status: 401,
    title: 'The token names an algorithm this service does not accept',
    bearer: 'invalid_token',
  },
  token_type_invalid: { status: 401, title: 'This is the wrong type of token', bearer: 'invalid_token' },
  token_key_unknown: {
    status: 401,
    title: 'The token was signed with a key we do not know',
    bearer: 'invalid_token',
  },
  token_signature_invalid: {
    status: 401,
    title: 'The signature of the token does not match',
    bearer: 'invalid_token',
  },
  token_issuer_invalid: { status: 401, title: 'The token is from another issuer', bearer: 'invalid_token' },
  token_audience_invalid: {
    status: 401,
    title: 'The token is meant for another audience',
    bearer: 'invalid_token',
  },
  token_claim_invalid: {
    status: 401,
    title: 'The token lacks a required claim or has a wrong one',
    bearer: 'invalid_token',
  },
  token_not_yet_valid: { status: 401, title: 'The token is not valid yet', bearer: 'invalid_token' },
  token_expired: {
    status: 401,
    title: 'The token has expired; refresh it or log in again',
    bearer: 'invalid_token',
  },
  session_revoked: {
    status: 401,
    title: 'The session was revoked or has timed out; log in again',
    bearer: 'invalid_token',
  },
  refresh_token_reused: {
    status: 401,
    title: 'This refresh token was used before, so its session was ended; log in again',
    bearer: 'invalid_token',
  },
  dpop_proof_required: {
    status: 401,
    title: 'This token is bound to a key; send it as "Authorization: DPoP <token>" with a proof',
    dpop: 'invalid_token',
  },
  dpop_proof_invalid: {
    status: 401,
    title: 'The DPoP proof does not match this token and request, or was used before',
    dpop: 'invalid_dpop_proof',
  },
  login_too_old: {
    status: 401,
    title: 'This needs a login that is more recent; log in again',
    bearer: 'insufficient_user_authentication',
  },
  role_missing: {
    status: 403,
    title: 'The account lacks the role for this action',
    bearer: 'insufficient_scope',
  },
  login_failed: { status: 401, title: 'Wrong user name or password' },
  rate_limited: { status: 429, title: 'Too many attempts; try again later' },
  login_superseded: {
    status: 409,
    title: 'All sessions were ended while this login was under way; log in again',
  },
  content_type_unsupported: {
    status: 415,
    title: 'Send the body with the Content-Type that this address takes',
  },
  body_malformed: { status: 400, title: 'The body is not valid JSON' },
  body_invalid: { status: 422, title: 'The body lacks a member or has a wrong one' },
  body_too_large: { status: 413, title: 'The body is larger than 64 KB' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  session_not_found: { status: 404, title: 'You have no such session' },
  not_supported: { status: 501, title: 'This strategy keeps no sessions, so it cannot do this' },
  client_unknown: {
    status: 401,
    title: 'Only services that hold the exchange secret get internal tokens',
    oauth: 'invalid_client',
  },
  exchange_invalid: {
    status: 400,
    title: 'This is not a token exchange as RFC 8693 describes it',
    oauth: 'invalid_request',
  },
  audience_unknown: {
    status: 400,
    title: 'There are no internal tokens for this audience',
    oauth: 'invalid_target',
  },
  upstream_unavailable: {
    status: 503,
    title: 'A service behind this one does not answer; try again shortly',
  },
  store_unavailable: { status: 503, title: 'The session store does not answer; try again shortly' },
  revocations_stale: { status: 503, title: 'Revocations cannot be checked right now; try again shortly' },
  keys_unavailable: { status: 503, title: 'The signing keys cannot be fetched right now; try again shortly' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, ErrorMeaning>

export interface ErrorMeaning {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 501 | 503
  readonly title: string
  /** The error of the Bearer challenge (RFC 6750 section 3.1, RFC 9470 section 3). */
  readonly bearer?:
    | 'invalid_request'
    | 'invalid_token'
    | 'insufficient_scope'
    | 'insufficient_user_authentication'
  /** The error of the DPoP challenge (RFC 9449 section 7.1). */
  readonly dpop?: 'invalid_token' | 'invalid_dpop_proof'
  /** The error of the token endpoint (RFC 6749 section 5.2, RFC 8693 section 2.2.2). */
  readonly oauth?: OAuthError
}

export type OAuthError = 'invalid_client' | 'invalid_request' | 'invalid_target' | 'unsupported_grant_type'

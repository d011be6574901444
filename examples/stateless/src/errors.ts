/** What each error means on the wire: its status and, where a token is at fault, the RFC 6750 error. */
const errorTable = {
  token_missing: { status: 401, title: 'Send an access token as "Authorization: Bearer <token>"' },
  scheme_unsupported: { status: 401, title: 'Only the Bearer scheme is accepted here' },
  token_too_large: { status: 401, title: 'The token is longer than 8 KB', bearer: 'invalid_token' },
  token_malformed: { status: 401, title: 'The token is not a well-formed JWT', bearer: 'invalid_token' },
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
  role_missing: {
    status: 403,
    title: 'The account lacks the role for this action',
    bearer: 'insufficient_scope',
  },
  login_failed: { status: 401, title: 'Wrong user name or password' },
  login_superseded: {
    status: 409,
    title: 'All sessions were ended while this login was under way; log in again',
  },
  content_type_unsupported: { status: 415, title: 'Send the body as application/json' },
  body_malformed: { status: 400, title: 'The body is not valid JSON' },
  body_invalid: { status: 422, title: 'The body lacks a member or has a wrong one' },
  body_too_large: { status: 413, title: 'The body is larger than 64 KB' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  session_not_found: { status: 404, title: 'You have no such session' },
  not_supported: { status: 501, title: 'This strategy keeps no sessions, so it cannot do this' },
  store_unavailable: { status: 503, title: 'The session store does not answer; try again shortly' },
  revocations_stale: { status: 503, title: 'Revocations cannot be checked right now; try again shortly' },
  keys_unavailable: { status: 503, title: 'The signing keys cannot be fetched right now; try again shortly' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
} as const satisfies Record<string, ErrorMeaning>

interface ErrorMeaning {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 501 | 503
  readonly title: string
  readonly bearer?: 'invalid_token' | 'insufficient_scope'
}

/** Stable: clients may branch on it. */
export type AuthErrorCode = keyof typeof errorTable

/** Every code with its status and title, for documentation and tests. */
export const errorMeanings: Readonly<Record<AuthErrorCode, ErrorMeaning>> = errorTable

/** A refusal with a stable `code`. Its message never holds a token, a secret or a payload. */
export class AuthError extends Error {
  override readonly name: string = 'AuthError'
  readonly code: AuthErrorCode

  constructor(code: AuthErrorCode, options?: { cause?: unknown }) {
    super(errorTable[code].title, options)
    this.code = code
  }
}

/** A refresh token was shown a second time: two parties hold it, so the session it belongs to is ended. */
export class ReusedError extends AuthError {
  readonly sid: string

  constructor(sid: string) {
    super('refresh_token_reused')
    this.sid = sid
  }
}

const retryAfterSeconds = 1

/** The error as `application/problem+json` (RFC 9457) with `WWW-Authenticate` (RFC 6750 section 3). */
export function toProblem(error: AuthError): Response {
  const meaning = errorMeanings[error.code]
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  const challenge = bearerChallenge(meaning)
  if (challenge) headers.set('www-authenticate', challenge)
  if (meaning.status === 503) headers.set('retry-after', String(retryAfterSeconds))
  const problem = {
    type: `urn:problem:${error.code}`,
    title: meaning.title,
    status: meaning.status,
    code: error.code,
  }
  return new Response(JSON.stringify(problem), { status: meaning.status, headers })
}

function bearerChallenge({ status, bearer, title }: ErrorMeaning): string | undefined {
  // A request without any credentials gets the bare challenge, as RFC 6750 section 3.1 asks.
  if (!bearer) return status === 401 ? 'Bearer' : undefined
  return `Bearer error="${bearer}", error_description="${title.replaceAll('"', "'")}"`
}

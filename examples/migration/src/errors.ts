import { type ErrorMeaning, errorTable, type OAuthError } from './error-table.ts'

/** Stable: clients may branch on it. */
export type AuthErrorCode = keyof typeof errorTable

/** Every code with its status and title, for documentation and tests. */
export const errorMeanings: Readonly<Record<AuthErrorCode, ErrorMeaning>> = errorTable

/** A refusal with a stable `code`. Its message never holds a token, a secret or a payload. */
export class AuthError extends Error {
  override readonly name: string = 'AuthError'
  readonly code: AuthErrorCode
  /** After how long it makes sense to try again. */
  readonly retryAfterSeconds: number
  /** What the token endpoint calls it, where that is not what the table says. */
  readonly oauth: OAuthError | undefined
  /** How recent the login has to be, where it is too old (RFC 9470 section 3). */
  readonly maxAgeSeconds: number | undefined

  constructor(code: AuthErrorCode, options: AuthErrorOptions = {}) {
    const { retryAfterSeconds = 1, oauth, maxAgeSeconds, ...rest } = options
    super(errorTable[code].title, rest)
    this.code = code
    this.retryAfterSeconds = retryAfterSeconds
    this.oauth = oauth
    this.maxAgeSeconds = maxAgeSeconds
  }
}

interface AuthErrorOptions {
  readonly cause?: unknown
  readonly retryAfterSeconds?: number
  readonly oauth?: OAuthError
  readonly maxAgeSeconds?: number
}

/**
 * A session that was asked for is over: it had ended before, its account was closed meanwhile, or its refresh token was
 * shown a second time, so two parties hold it.
 */
export class SessionEndedError extends AuthError {
  readonly sub: string
  readonly sid: string

  constructor(code: 'refresh_token_reused' | 'session_revoked', sub: string, sid: string) {
    super(code)
    this.sub = sub
    this.sid = sid
  }
}

/** The end of a session that an error tells of, also where what had to follow the end has failed. */
export function sessionEndIn(error: unknown): SessionEndedError | undefined {
  if (error instanceof SessionEndedError) return error
  return error instanceof AuthError && error.cause instanceof SessionEndedError ? error.cause : undefined
}

/** The error as `application/problem+json` (RFC 9457) with `WWW-Authenticate` (RFC 6750 section 3). */
export function toProblem(error: AuthError): Response {
  const meaning = meaningOf(error)
  const { status, title, oauth } = meaning
  const headers = new Headers({
    'content-type': oauth ? 'application/json' : 'application/problem+json',
    'cache-control': 'no-store',
  })
  const challenge = challengeOf(meaning)
  const maxAge = error.maxAgeSeconds === undefined ? '' : `, max_age="${error.maxAgeSeconds}"`
  if (challenge) headers.set('www-authenticate', challenge + maxAge)
  if (status === 503 || status === 429) headers.set('retry-after', String(error.retryAfterSeconds))
  const problem = {
    ...(oauth && { error: oauth }),
    type: `urn:problem:${error.code}`,
    title,
    status,
    code: error.code,
  }
  return new Response(JSON.stringify(problem), { status, headers })
}

/** A token that is shown to the token endpoint is no credential there: it is a bad request (RFC 8693 section 2.2.2). */
function meaningOf({ code, oauth }: AuthError): ErrorMeaning {
  const meaning = errorMeanings[code]
  return oauth ? { status: 400, title: meaning.title, oauth } : meaning
}

function challengeOf({ status, bearer, dpop, oauth, title }: ErrorMeaning): string | undefined {
  const description = title.replaceAll('"', "'")
  if (dpop) return `DPoP error="${dpop}", error_description="${description}"`
  if (bearer) return `Bearer error="${bearer}", error_description="${description}"`
  // A request without any credentials gets the bare challenge, as RFC 6750 section 3.1 asks.
  // The Basic one needs a realm (RFC 7617 section 2).
  if (status === 401) return oauth ? 'Basic realm="token exchange"' : 'Bearer'
  return undefined
}

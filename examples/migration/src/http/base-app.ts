import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { AuthError, toProblem } from '../errors.ts'
import type { Principal, TokenVerifier } from '../token-strategy.ts'
import type { Watch } from '../watch/watch.ts'
import { callOf, type Place, readCredentials, routeOf } from './credentials.ts'
import type { Health } from './health.ts'

export type AuthEnv = { Variables: { principal: Principal; token: string } }

const maxBodyBytes = 64 * 1024

export interface BaseParts {
  readonly watch: Watch
  readonly health: Health
  /** How old the knowledge of revocations is that answers rest on, where it is not asked for each time. */
  readonly ageMs?: (() => number) | undefined
}

/** An app with what all services share: headers, limits, health, metrics and errors in one form. */
export function createBaseApp({ watch, health, ageMs }: BaseParts): Hono<AuthEnv> {
  const { metrics } = watch
  const app = new Hono<AuthEnv>()
  app.use(
    // Answers here are data: nothing in them is to be run, framed or guessed at.
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      xFrameOptions: 'DENY',
      // A year, as OWASP ASVS 5.0 requirement 3.4.1 asks.
      strictTransportSecurity: 'max-age=31536000; includeSubDomains',
    }),
    bodyLimit({ maxSize: maxBodyBytes, onError: () => toProblem(new AuthError('body_too_large')) }),
    health.closeWhenStopping,
  )
  if (ageMs) app.use(tellAge(ageMs))
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', (c) => health.answer(c))
  app.get('/metrics', async (c) => c.text(await metrics.text(), 200, { 'content-type': metrics.contentType }))
  app.notFound(() => toProblem(new AuthError('not_found')))
  app.onError((error) => toProblem(error instanceof AuthError ? error : unexpected(error, watch)))
  return app
}

/** So that a client, a proxy or a test can see how far an answer can be relied on. */
const tellAge =
  (ageMs: () => number): MiddlewareHandler =>
  async (c, next) => {
    await next()
    const age = ageMs()
    c.header('revocation-age-ms', Number.isFinite(age) ? age.toFixed(0) : 'unknown')
  }

/** The client learns nothing of it, so it has to be in the log. */
function unexpected(cause: Error, { fault }: Watch): AuthError {
  fault(cause)
  return new AuthError('internal_error', { cause })
}

// #region authenticate
/** Lets a request pass with a token that the strategy honours for this call, and no other. */
export function authenticate(
  verifier: TokenVerifier,
  { metrics }: Watch,
  place: Place,
): MiddlewareHandler<AuthEnv> {
  const check = async (c: Context<AuthEnv>) => {
    const { token, scheme } = readCredentials(c.req.raw, place)
    if (!verifier.schemes.includes(scheme)) throw new AuthError('scheme_unsupported')
    c.set('token', token)
    return verifier.verify(token, callOf(c, place, scheme))
  }
  return async (c, next) => {
    c.set('principal', await metrics.timeVerification(check(c)))
    c.header('cache-control', 'no-store')
    await next()
  }
}
// #endregion authenticate

/** @throws AuthError `role_missing` */
export function requireRole(role: string, { tell }: Watch): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const { roles, sub, sid } = c.get('principal')
    if (roles.includes(role)) return next()
    tell({ event: 'authz_fail', sub, sid, route: routeOf(c) })
    throw new AuthError('role_missing')
  }
}

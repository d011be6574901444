import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import * as v from 'valibot'
import { AuthError, toProblem } from './errors.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import type { Principal, TokenVerifier } from './token-strategy.ts'

export type AuthEnv = { Variables: { principal: Principal } }

const maxBodyBytes = 64 * 1024

/** An app with what both services share: headers, limits, health, metrics and errors in one form. */
export function createBaseApp(): { app: Hono<AuthEnv>; metrics: Metrics } {
  const metrics = createMetrics()
  const app = new Hono<AuthEnv>()
  app.use(
    secureHeaders(),
    bodyLimit({ maxSize: maxBodyBytes, onError: () => toProblem(new AuthError('body_too_large')) }),
  )
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/metrics', async (c) => c.text(await metrics.text(), 200, { 'content-type': metrics.contentType }))
  app.notFound(() => toProblem(new AuthError('not_found')))
  app.onError((error) => toProblem(error instanceof AuthError ? error : unexpected(error)))
  return { app, metrics }
}

/** The client learns nothing of it, so it has to be in the log. */
function unexpected(cause: Error): AuthError {
  console.error(cause)
  return new AuthError('internal_error', { cause })
}

// #region authenticate
/** Lets a request pass with a token that the strategy honours for this route, and no other. */
export function authenticate(verifier: TokenVerifier, metrics: Metrics): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const route = `${c.req.method} ${c.req.path}`
    const checked = verifyBearer(verifier, c.req.header('authorization'), route)
    c.set('principal', await metrics.countVerification(checked))
    await next()
  }
}

async function verifyBearer(verifier: TokenVerifier, header: string | undefined, route: string) {
  if (!header) throw new AuthError('token_missing')
  const [, scheme = '', token = ''] = /^(\S+) *(.*)$/.exec(header) ?? []
  // The scheme is case-insensitive (RFC 9110 section 11.1).
  if (scheme.toLowerCase() !== 'bearer') throw new AuthError('scheme_unsupported')
  if (!token) throw new AuthError('token_missing')
  return verifier.verify(token, route)
}
// #endregion authenticate

/** @throws AuthError `role_missing` */
export function requireRole(role: string): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    if (!c.get('principal').roles.includes(role)) throw new AuthError('role_missing')
    await next()
  }
}

/** @throws AuthError `content_type_unsupported`, `body_malformed`, `body_invalid` */
export async function readJson<const T extends v.GenericSchema>(
  request: Request,
  schema: T,
): Promise<v.InferOutput<T>> {
  const [mediaType = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (mediaType.trim().toLowerCase() !== 'application/json') throw new AuthError('content_type_unsupported')
  const text = await request.text()
  const result = v.safeParse(schema, parseJson(text))
  if (!result.success) throw new AuthError('body_invalid')
  return result.output
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No cause: the parser's message quotes the body.
    throw new AuthError('body_malformed')
  }
}

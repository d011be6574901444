import type { Context } from 'hono'
import { routePath } from 'hono/route'
import { AuthError } from '../errors.ts'
import type { Call } from '../token-strategy.ts'
import { addressOf, coarseNetwork } from './client-network.ts'
import { accessCookie } from './cookies.ts'
import { assertSameOrigin } from './csrf.ts'

/** What a service knows of itself when it reads a request. */
export interface Place {
  /** The address that clients use, such as `https://api.example`. */
  readonly publicUrl: string
  readonly trustedProxies: number
}

/** What the credentials of a request are read from, whatever framework brings it: a `Request` has it all. */
export interface RequestHead {
  readonly method: string
  readonly headers: Pick<Headers, 'get'>
}

export interface Credentials {
  readonly token: string
  readonly scheme: Call['scheme']
}

// #region credentials
/**
 * The token of a request: in the header, from services and apps, or in the cookie, from pages. Never both: one of the
 * two would be somebody else's idea (RFC 6750 section 2).
 *
 * @throws AuthError `token_missing`, `scheme_unsupported`, `credentials_ambiguous`, `csrf_refused`
 */
export function readCredentials({ method, headers }: RequestHead, { publicUrl }: Place): Credentials {
  const header = headers.get('authorization')
  const cookie = accessCookie(headers)
  if (header && cookie) throw new AuthError('credentials_ambiguous')
  if (!cookie) return fromHeader(header)
  assertSameOrigin(method, headers, new URL(publicUrl).origin)
  return { token: cookie, scheme: 'Cookie' }
}
// #endregion credentials

function fromHeader(header: string | null): Credentials {
  if (!header) throw new AuthError('token_missing')
  const [, name = '', token = ''] = /^(\S+) *(.*)$/.exec(header) ?? []
  // The scheme is case-insensitive (RFC 9110 section 11.1).
  const scheme = schemes[name.toLowerCase()]
  if (!scheme) throw new AuthError('scheme_unsupported')
  if (!token) throw new AuthError('token_missing')
  return { token, scheme }
}

const schemes: Readonly<Record<string, Call['scheme']>> = { bearer: 'Bearer', dpop: 'DPoP' }

/** Method and pattern, such as `DELETE /sessions/:sid`: what a policy is written in, and nothing that a client typed. */
export const routeOf = (c: Context): string => `${c.req.method} ${routePath(c)}`

/** The request as strategies see it. */
export function callOf(
  c: Context,
  { publicUrl, trustedProxies }: Place,
  scheme: Call['scheme'] = 'none',
): Call {
  const { method, path } = c.req
  const dpop = c.req.header('dpop')
  return {
    ...{ route: routeOf(c), method, url: publicUrl + path, scheme },
    ...(dpop && { dpop }),
    network: coarseNetwork(addressOf(c, trustedProxies)),
  }
}

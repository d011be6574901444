import type { Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { parse } from 'hono/utils/cookie'
import * as v from 'valibot'
import { AuthError } from '../errors.ts'
import type { AuthEnv } from './base-app.ts'
import type { Place } from './credentials.ts'
import { assertSameOrigin } from './csrf.ts'
import type { TokenResponse } from './responses.ts'

// Tokens of a page live in cookies that no script of the page can read (RFC 9700 section 4.2.4 for what can happen else).

/** `__Host-` means: this host alone, over https alone, and set by nobody else (RFC 6265bis section 4.1.3.2). */
export const cookieNames = { access: '__Host-access', refresh: '__Host-refresh' } as const
const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const

export const accessCookie = (headers: Pick<Headers, 'get'>): string | undefined =>
  parse(headers.get('cookie') ?? '', cookieNames.access)[cookieNames.access]

// #region cookies
/**
 * Lets pages log in, refresh and log out with cookies. The routes know of tokens in bodies alone: on the way in the
 * refresh token goes from its cookie into the body, and on the way out tokens go from the body into cookies.
 *
 * @param sessionSeconds how long a session may idle: after that the refresh token is of no use
 */
export function serveCookies(app: Hono<AuthEnv>, { publicUrl }: Place, sessionSeconds: number): void {
  const assertOwnPage = (c: Context) =>
    assertSameOrigin(c.req.method, c.req.raw.headers, new URL(publicUrl).origin)

  app.post('/login', async (c, next) => {
    if (!(await asksForCookies(c))) return next()
    // A foreign page must not log a visitor in either.
    assertOwnPage(c)
    await next()
    await moveToCookies(c, sessionSeconds)
  })

  app.post('/refresh', async (c, next) => {
    const token = getCookie(c, cookieNames.refresh)
    if (token === undefined) return next()
    if (await bringsAnother(c)) throw new AuthError('credentials_ambiguous')
    assertOwnPage(c)
    const headers = { ...c.req.header(), 'content-type': 'application/json' }
    c.req.raw = post(c.req.url, headers, JSON.stringify({ refresh_token: token }))
    await next()
    await moveToCookies(c, sessionSeconds)
  })

  app.on('POST', ['/logout', '/logout-all'], async (c, next) => {
    await next()
    if (c.res.ok) for (const name of Object.values(cookieNames)) deleteCookie(c, name, attributes)
  })
}
// #endregion cookies

/** Whether a token comes along besides the one in the cookie: in a body, whatever its type, or in the header. */
const bringsAnother = async ({ req }: Context): Promise<boolean> =>
  Boolean(req.header('authorization') || req.header('content-type') || (await req.text()))

const cookieLogin = v.object({ delivery: v.literal('cookies') })

/** Reads the body for it, and puts it back for the route, which says what is wrong with it if something is. */
async function asksForCookies(c: Context): Promise<boolean> {
  const text = await c.req.text()
  c.req.raw = post(c.req.url, c.req.header(), text)
  try {
    return v.is(cookieLogin, JSON.parse(text))
  } catch {
    return false
  }
}

const post = (url: string, headers: Record<string, string>, body: string) =>
  new Request(url, { method: 'POST', headers, body })

async function moveToCookies(c: Context, sessionSeconds: number): Promise<void> {
  if (!c.res.ok) return
  const { access_token, refresh_token, expires_in }: TokenResponse = await c.res.json()
  c.res = c.json({ expires_in })
  setCookie(c, cookieNames.access, access_token, { ...attributes, maxAge: expires_in })
  setCookie(c, cookieNames.refresh, refresh_token, { ...attributes, maxAge: sessionSeconds })
}

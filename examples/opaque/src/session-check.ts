import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { handleOf, type Session, SessionError, type SessionStore } from './session-store.ts'

type LoginBody = Record<'user' | 'password' | 'device', string>
type SessionEnv = { Variables: { session: Session } }

const statuses = {
  session_unknown: 401,
  session_not_found: 404,
  login_failed: 401,
  login_superseded: 409,
  store_unavailable: 503,
} as const
const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict', prefix: 'host' } as const
const idOf = (c: Context): string => getCookie(c, 'session', 'host') ?? ''

// #region middleware
/** Lets a request pass whose cookie names a live session. */
export const signedIn =
  (store: SessionStore): MiddlewareHandler<SessionEnv> =>
  async (c, next) => {
    c.set('session', await store.check(idOf(c)))
    c.header('cache-control', 'no-store')
    await next()
  }
// #endregion middleware

/** @param isRight asks your accounts */
export function createApp(
  store: SessionStore,
  isRight: (user: string, password: string) => Promise<boolean>,
) {
  const app = new Hono<SessionEnv>()
  app.use(csrf())
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse()
    return error instanceof SessionError
      ? c.json({ code: error.code }, statuses[error.code])
      : c.body(null, 500)
  })

  // #region login
  /** Each login makes a new id and ends the session that came along: nobody gets to choose an id for a user. */
  app.post('/login', async (c) => {
    const { user, password, device } = await c.req.json<LoginBody>()
    const mark = await store.mark(user)
    if (!(await isRight(user, password))) throw new SessionError('login_failed')
    setCookie(c, 'session', await store.create(user, device, mark), attributes)
    await store.end(handleOf(idOf(c)))
    return c.json({ user })
  })
  // #endregion login

  app.use(signedIn(store))
  app.get('/me', (c) => c.json(c.get('session')))
  app.get('/sessions', async (c) => c.json(Object.fromEntries(await store.list(c.get('session').user))))
  app.delete('/sessions/:handle', async (c) => {
    const devices = await store.list(c.get('session').user)
    if (!devices.has(c.req.param('handle'))) throw new SessionError('session_not_found')
    await store.end(c.req.param('handle'))
    return c.body(null, 204)
  })
  app.post('/logout', async (c) => {
    await store.end(handleOf(idOf(c)))
    deleteCookie(c, 'session', attributes)
    return c.body(null, 204)
  })
  app.post('/logout-all', async (c) => {
    await store.revokeAll(c.get('session').user)
    deleteCookie(c, 'session', attributes)
    return c.body(null, 204)
  })
  return app
}

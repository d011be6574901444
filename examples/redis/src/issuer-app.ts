import type { Hono } from 'hono'
import type { JSONWebKeySet } from 'jose'
import * as v from 'valibot'
import { type AuthEnv, authenticate, createBaseApp, readJson } from './http.ts'
import type { Revocation, Session, TokenPair, TokenStrategy } from './token-strategy.ts'
import type { UserDirectory } from './users.ts'

export interface IssuerParts {
  readonly strategy: TokenStrategy
  readonly users: UserDirectory
  readonly jwks: JSONWebKeySet
}

const loginBody = v.object({
  username: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
  password: v.pipe(v.string(), v.nonEmpty(), v.maxLength(1024)),
  device: v.optional(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(64)), 'unnamed device'),
})
const refreshBody = v.object({ refresh_token: v.pipe(v.string(), v.nonEmpty()) })

/** The one service that signs: login, refresh, logout, sessions and its public keys. */
export function createIssuerApp({ strategy, users, jwks }: IssuerParts): Hono<AuthEnv> {
  const { app, metrics } = createBaseApp()
  const signedIn = authenticate(strategy, metrics)

  app.get('/.well-known/jwks.json', (c) => c.json(jwks, 200, { 'cache-control': 'public, max-age=300' }))

  app.post('/login', async (c) => {
    const { username, password, device } = await readJson(c.req.raw, loginBody)
    const user = users.candidate(username)
    const pair = await strategy.issue(user, device, () => users.authenticate(user, password))
    return c.json(tokenResponse(pair), 200, noStore)
  })

  app.post('/refresh', async (c) => {
    const body = await readJson(c.req.raw, refreshBody)
    return c.json(tokenResponse(await strategy.refresh(body.refresh_token)), 200, noStore)
  })

  app.post('/logout', signedIn, async (c) => {
    const principal = c.get('principal')
    return c.json(revocationResponse(await strategy.revoke(principal, principal.sid)))
  })

  app.post('/logout-all', signedIn, async (c) =>
    c.json(revocationResponse(await strategy.revokeAll(c.get('principal')))),
  )

  app.get('/sessions', signedIn, async (c) => {
    const principal = c.get('principal')
    const sessions = await strategy.sessions(principal)
    return c.json(
      { sessions: sessions.map((session) => sessionResponse(session, principal.sid)) },
      200,
      noStore,
    )
  })

  app.delete('/sessions/:sid', signedIn, async (c) =>
    c.json(revocationResponse(await strategy.revoke(c.get('principal'), c.req.param('sid')))),
  )

  return app
}

/** Tokens must not rest in a cache (RFC 6749 section 5.1). */
const noStore = { 'cache-control': 'no-store' }

const tokenResponse = ({ accessToken, refreshToken, expiresInSeconds }: TokenPair) => ({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: expiresInSeconds,
  refresh_token: refreshToken,
})

const revocationResponse = ({ kind, effectiveAtMs }: Revocation) => ({
  revocation: kind,
  effective_at: new Date(effectiveAtMs).toISOString(),
})

const sessionResponse = (session: Session, currentSid: string) => ({
  sid: session.sid,
  device: session.device,
  created_at: new Date(session.createdAtMs).toISOString(),
  last_seen_at: new Date(session.lastSeenAtMs).toISOString(),
  current: session.sid === currentSid,
})

import type { Context, Hono } from 'hono'
import type { JSONWebKeySet } from 'jose'
import { type AuthEnv, authenticate, type BaseParts, createBaseApp, requireRole } from './http/base-app.ts'
import { addressOf, limitedNetwork } from './http/client-network.ts'
import { serveCookies } from './http/cookies.ts'
import { callOf, type Place } from './http/credentials.ts'
import type { EndEarlier } from './http/earlier-session.ts'
import { readLogin, readRefresh } from './http/login-request.ts'
import type { RateLimits } from './http/rate-limits.ts'
import { revocationResponse, sessionResponse, tokenResponse } from './http/responses.ts'
import type { CommonSettings } from './settings/schema.ts'
import type { TokenPair, TokenStrategy } from './token-strategy.ts'
import { exchangeToken } from './tokens/token-exchange.ts'
import type { TokenSigner } from './tokens/token-signer.ts'
import type { UserDirectory } from './users.ts'

export interface IssuerParts {
  readonly strategy: TokenStrategy
  readonly signer: TokenSigner
  readonly users: UserDirectory
  readonly limits: RateLimits
  readonly endEarlier: EndEarlier
  readonly settings: CommonSettings
  readonly publishedKeys: () => JSONWebKeySet
}

/** The one service that signs: login, refresh, logout, sessions, internal tokens and its public keys. */
export function createIssuerApp(parts: IssuerParts, base: BaseParts, place: Place): Hono<AuthEnv> {
  const { strategy, users, limits, settings, endEarlier } = parts
  const app = createBaseApp(base)
  const signedIn = authenticate(strategy, base.watch, place)
  const network = (c: Context) => limitedNetwork(addressOf(c, settings.TRUSTED_PROXIES))

  /** Tokens must not rest in a cache (RFC 6749 section 5.1). */
  const answerWith = (pair: TokenPair, c: Context) =>
    c.json(tokenResponse(pair), 200, { 'cache-control': 'no-store' })

  serveCookies(app, place, settings.SESSION_IDLE_SECONDS)

  app.get('/.well-known/jwks.json', (c) => {
    const maxAge = settings.JWKS_MAX_AGE_SECONDS
    return c.json(parts.publishedKeys(), 200, {
      'cache-control': `public, max-age=${maxAge}, stale-if-error=86400`,
    })
  })

  // #region login
  app.post('/login', async (c) => {
    const { username, password, device, delivery } = await readLogin(c)
    const user = users.candidate(username)
    const authenticate = async () => {
      await users.authenticate(user, password)
      if (delivery === 'cookies') await endEarlier(c)
    }
    const pair = await limits.login(username, network(c), () =>
      strategy.issue(user, device, callOf(c, place), authenticate),
    )
    return answerWith(pair, c)
  })
  // #endregion login

  app.post('/refresh', async (c) => {
    await limits.refreshFrom(network(c))
    const token = await readRefresh(c)
    const pair = await strategy.refresh(token, callOf(c, place), limits.refreshOf)
    return answerWith(pair, c)
  })

  app.post('/logout', signedIn, async (c) => {
    const principal = c.get('principal')
    return c.json(revocationResponse(await strategy.revoke(principal, principal.sid)))
  })

  app.post('/logout-others', signedIn, async (c) =>
    c.json(revocationResponse(await strategy.revokeOthers(c.get('principal')))),
  )

  app.post('/logout-all', signedIn, async (c) =>
    c.json(revocationResponse(await strategy.revokeAll(c.get('principal')))),
  )

  // #region devices
  app.get('/sessions', signedIn, async (c) => {
    const principal = c.get('principal')
    const sessions = await strategy.sessions(principal)
    return c.json({ sessions: sessions.map((session) => sessionResponse(session, principal.sid)) })
  })

  app.delete('/sessions/:sid', signedIn, async (c) =>
    c.json(revocationResponse(await strategy.revoke(c.get('principal'), c.req.param('sid')))),
  )
  // #endregion devices

  /**
   * For whoever looks after accounts: a device was stolen, a person left (ASVS 5.0 requirements 7.4.2 and 7.4.5). It does
   * not look the account up, since one that is closed is the one to end.
   */
  app.post('/accounts/:sub/logout-all', signedIn, requireRole('admin', base.watch), async (c) =>
    c.json(revocationResponse(await strategy.revokeAccount(c.req.param('sub'), c.get('principal').sub))),
  )

  app.post('/token', (c) => exchangeToken(c, { ...parts, place }))

  return app
}

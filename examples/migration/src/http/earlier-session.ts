import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { AuthError } from '../errors.ts'
import type { CheckParts } from '../service-parts.ts'
import type { TokenStrategy } from '../token-strategy.ts'
import { createTokenCheck } from '../tokens/token-check.ts'
import { cookieNames } from './cookies.ts'

/** Ends the session that a browser had before a login. */
export type EndEarlier = (c: Context) => Promise<void>

/**
 * Ends the sessions whose cookies come along with a login, whosever they are: who used this browser before is not to
 * stay logged in unseen (ASVS 5.0 requirement 7.2.4). A cookie that does not verify names no session.
 *
 * @returns what throws AuthError such as `store_unavailable` where a session cannot be ended; then nobody is logged in
 */
export function createEndEarlier(strategy: TokenStrategy, parts: CheckParts): EndEarlier {
  // What cannot be taken back is not told of as if it were.
  if (strategy.revocation.kind === 'at-expiry') return async () => {}
  // #region end-earlier
  const checks = [
    [cookieNames.refresh, createTokenCheck('refresh+jwt', {}, parts)],
    [cookieNames.access, createTokenCheck('at+jwt', {}, parts)],
  ] as const
  return async (c) => {
    for (const [name, check] of checks) {
      const claims = await check(getCookie(c, name) ?? '').catch(passOver)
      if (claims) await end(strategy, claims).catch(passOverGone)
    }
  }
  // #endregion end-earlier
}

interface Named {
  readonly sub: string
  readonly sid: string
  readonly auth_time: number
}

/** To end its own session a caller needs no name and no role. */
const end = (strategy: TokenStrategy, { sub, sid, auth_time }: Named) =>
  strategy.revoke({ sub, sid, authTimeSeconds: auth_time, name: '', roles: [], device: '' }, sid)

function passOver(error: unknown): undefined {
  if (!(error instanceof AuthError)) throw error
}

function passOverGone(error: unknown): void {
  if (!(error instanceof AuthError && error.code === 'session_not_found')) throw error
}

import type { MiddlewareHandler } from 'hono'
import { type Clock, toSeconds } from '../clock.ts'
import { AuthError } from '../errors.ts'
import type { AuthEnv } from './base-app.ts'

// #region step-up
/**
 * Lets a request pass whose user logged in not long ago. A session that is renewed for hours proves who once sat there,
 * and not who does now.
 *
 * @see RFC 9470
 * @throws AuthError `login_too_old`; the challenge says how recent it has to be
 */
export function requireRecentLogin(withinSeconds: number, clock: Clock): MiddlewareHandler<AuthEnv> {
  return async (c, next) => {
    const { authTimeSeconds } = c.get('principal')
    if (toSeconds(clock.nowMs()) - authTimeSeconds > withinSeconds)
      throw new AuthError('login_too_old', { maxAgeSeconds: withinSeconds })
    await next()
  }
}
// #endregion step-up

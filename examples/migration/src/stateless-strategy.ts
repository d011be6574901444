import * as v from 'valibot'
import { toSeconds } from './clock.ts'
import { AuthError } from './errors.ts'
import { randomId } from './random.ts'
import type { StrategyParts, VerifierParts } from './service-parts.ts'
import type { Principal, TokenStrategy, TokenVerifier } from './token-strategy.ts'
import { createTokenCheck } from './tokens/token-check.ts'
import type { SessionClaims } from './tokens/token-signer.ts'
import type { User } from './users.ts'

/** All a service needs to know is in the token. */
const userClaims = { name: v.string(), roles: v.array(v.string()), device: v.string() }

// #region verify
/** Checks signature and claims and asks nobody: no store, no round trip, nothing to be down. */
export function createStatelessVerifier(parts: VerifierParts): TokenVerifier {
  const check = createTokenCheck('at+jwt', userClaims, parts)
  return {
    schemes: ['Bearer', 'Cookie'],
    async verify(token) {
      const { auth_time, ...claims } = await check(token)
      return { ...claims, authTimeSeconds: auth_time }
    },
    profile: async (principal) => ({ ...principal, source: 'token' }),
  }
}
// #endregion verify

/** The issuer's side: it signs, and keeps no record of what it signed. */
export function createStatelessStrategy(parts: StrategyParts): TokenStrategy {
  const { settings, clock, signer, users } = parts
  const checkRefresh = createTokenCheck('refresh+jwt', { device: v.string() }, parts)

  const pairFor = ({ name, roles }: User, device: string, session: SessionClaims) =>
    signer.pair(session, { name, roles, device }, { jti: randomId(), claims: { device } })

  return {
    ...createStatelessVerifier(parts),
    revocation: { kind: 'at-expiry' },

    // #region issue
    async issue(user, device, _call, authenticate) {
      await authenticate()
      const session = { sub: user.sub, sid: randomId(), auth_time: toSeconds(clock.nowMs()) }
      return pairFor(user, device, session)
    },
    // #endregion issue

    // #region refresh
    /** Every refresh yields a new token, but the old one works on until its own `exp`: nobody remembers its use. */
    async refresh(refreshToken, _call, admit) {
      const { sub, sid, auth_time, device } = await checkRefresh(refreshToken)
      await admit(sub)
      // Roles are read anew and a closed account ends here: the one check this strategy gets to make later.
      const user = await users.find(sub)
      if (!user) throw new AuthError('session_revoked')
      return pairFor(user, device, { sub, sid, auth_time })
    },
    // #endregion refresh

    // #region revoke
    /** Nothing can be taken back. The client forgets its tokens; a copy of them works until the session's end. */
    async revoke(principal, sid) {
      if (sid !== principal.sid) throw new AuthError('not_supported')
      return { kind: 'at-expiry', effectiveAtMs: sessionEndMs(principal) }
    },
    async revokeOthers() {
      throw new AuthError('not_supported')
    },
    async revokeAccount() {
      throw new AuthError('not_supported')
    },
    revokeAll: async (principal) => ({ kind: 'at-expiry', effectiveAtMs: sessionEndMs(principal) }),
    async sessions() {
      throw new AuthError('not_supported')
    },
    // #endregion revoke
  }

  /** Whoever holds the refresh token can renew until here. */
  function sessionEndMs({ authTimeSeconds }: Principal): number {
    return (authTimeSeconds + settings.SESSION_ABSOLUTE_SECONDS) * 1000
  }
}

import { type JWTPayload, SignJWT } from 'jose'
import { type Clock, toSeconds } from './clock.ts'
import type { SigningKey } from './keys.ts'
import type { CommonSettings } from './settings-schema.ts'
import type { TokenPair } from './token-strategy.ts'

/** What both tokens of a session say about it. */
export interface SessionClaims {
  readonly sub: string
  readonly sid: string
  /** Seconds since the epoch. */
  readonly auth_time: number
}

/** Signs the two tokens of a session. Only the issuer has one. */
export interface TokenSigner {
  /**
   * @param claims what the access token says beyond the session
   * @param refreshJti names the refresh token; a store that rotates keeps this and never the token
   */
  pair(
    session: SessionClaims,
    claims: JWTPayload,
    refresh: { jti: string; claims?: JWTPayload },
  ): Promise<TokenPair>
}

export function createTokenSigner(
  signingKey: SigningKey,
  settings: CommonSettings,
  clock: Clock,
): TokenSigner {
  const { alg, kid, key } = signingKey
  const issuer = settings.ISSUER_URL

  const sign = (
    typ: string,
    audience: string,
    ttlSeconds: number,
    session: SessionClaims,
    claims: JWTPayload,
  ) => {
    const nowSeconds = toSeconds(clock.nowMs())
    // No token outlives its session: neither by refreshing again and again nor by a long lifetime.
    const sessionEnd = session.auth_time + settings.SESSION_ABSOLUTE_SECONDS
    return new SignJWT({ ...claims, ...session })
      .setProtectedHeader({ alg, typ, ...(kid && { kid }) })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(Math.min(nowSeconds + ttlSeconds, sessionEnd))
      .sign(key)
  }

  return {
    async pair(session, claims, refresh) {
      const access = { jti: crypto.randomUUID(), ...claims }
      const [accessToken, refreshToken] = await Promise.all([
        sign('at+jwt', settings.AUDIENCE, settings.ACCESS_TTL_SECONDS, session, access),
        sign('refresh+jwt', issuer, settings.SESSION_IDLE_SECONDS, session, {
          ...refresh.claims,
          jti: refresh.jti,
        }),
      ])
      return { accessToken, refreshToken, expiresInSeconds: settings.ACCESS_TTL_SECONDS }
    },
  }
}

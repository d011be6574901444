import { type JWTPayload, SignJWT } from 'jose'
import { type Clock, toSeconds } from '../clock.ts'
import type { SigningKey, SigningKeys } from '../keys/signing-keys.ts'
import { randomId } from '../random.ts'
import type { CommonSettings } from '../settings/schema.ts'
import type { TokenPair } from '../token-strategy.ts'
import type { Tell } from '../watch/security-events.ts'

/** What the tokens of a session say about it. */
export interface SessionClaims {
  readonly sub: string
  readonly sid: string
  /** Seconds since the epoch. */
  readonly auth_time: number
}

/** Signs tokens. Only the issuer has one. */
export interface TokenSigner {
  /**
   * The two tokens of a session.
   *
   * @param claims what the access token says beyond the session
   * @param refresh names the refresh token; a store that rotates keeps a hash of this and never the token
   */
  pair(
    session: SessionClaims,
    claims: JWTPayload,
    refresh: { jti: string; claims?: JWTPayload },
  ): Promise<TokenPair>
  /** An access token for one service behind the API, for one call (RFC 8693). */
  internal(session: SessionClaims, audience: string, claims: JWTPayload): Promise<SignedToken>
}

export interface SignedToken {
  readonly token: string
  readonly expiresInSeconds: number
}

/** Long enough for a call that waits for a busy service, and no longer. */
const internalTtlSeconds = 30

interface TokenKind {
  readonly typ: 'at+jwt' | 'refresh+jwt'
  readonly audience: string
  readonly ttlSeconds: number
}

export function createTokenSigner(
  ring: SigningKeys,
  settings: CommonSettings,
  clock: Clock,
  tell: Tell,
): TokenSigner {
  const issuer = settings.ISSUER_URL
  let lastKid: string | undefined

  function activeKey(): SigningKey {
    const key = ring.active
    if (lastKid !== undefined && key.kid !== lastKid)
      tell({ event: 'crypt_signing_key_changed', detail: key.kid })
    lastKid = key.kid
    return key
  }

  async function sign(
    { typ, audience, ttlSeconds }: TokenKind,
    session: SessionClaims,
    claims: JWTPayload,
  ): Promise<SignedToken> {
    const { alg, kid, key } = activeKey()
    // #region lifetime
    const nowSeconds = toSeconds(clock.nowMs())
    // No token outlives its session: neither by refreshing again and again nor by a long lifetime.
    const sessionEnd = session.auth_time + settings.SESSION_ABSOLUTE_SECONDS
    const expiresAt = Math.min(nowSeconds + ttlSeconds, sessionEnd)
    const token = await new SignJWT({ jti: randomId(), ...claims, ...session })
      .setProtectedHeader({ alg, typ, kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(nowSeconds)
      .setExpirationTime(expiresAt)
      .sign(key)
    return { token, expiresInSeconds: expiresAt - nowSeconds }
    // #endregion lifetime
  }

  const access = {
    typ: 'at+jwt',
    audience: settings.AUDIENCE,
    ttlSeconds: settings.ACCESS_TTL_SECONDS,
  } as const
  const renewal = { typ: 'refresh+jwt', audience: issuer, ttlSeconds: settings.SESSION_IDLE_SECONDS } as const

  return {
    async pair(session, claims, refresh) {
      const [{ token: accessToken, expiresInSeconds }, { token: refreshToken }] = await Promise.all([
        sign(access, session, claims),
        sign(renewal, session, { ...refresh.claims, jti: refresh.jti }),
      ])
      const tokenType = claims.cnf ? 'DPoP' : 'Bearer'
      return { tokenType, accessToken, refreshToken, expiresInSeconds }
    },
    internal: (session, audience, claims) =>
      sign({ typ: 'at+jwt', audience, ttlSeconds: internalTtlSeconds }, session, claims),
  }
}

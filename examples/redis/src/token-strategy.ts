import type { User } from './users.ts'

/** What a service that only verifies needs. It holds public keys and can mint nothing. */
export interface TokenVerifier {
  /**
   * Checks an access token for one route, such as `POST /transfer`.
   *
   * @throws AuthError when the token must not be honoured, or when that cannot be told
   */
  verify(token: string, route: string): Promise<Principal>
  /** What is known of the caller. `source` says whether it is as old as the token or fresh from the store. */
  profile(principal: Principal): Promise<Profile>
}

/** What the issuer can do. One interface for all strategies; what one cannot do it says, and refuses. */
export interface TokenStrategy extends TokenVerifier {
  readonly revocation: RevocationPromise
  /** Starts a session. `authenticate` runs inside, so that a revoke-all during the login wins over it. */
  issue(user: User, device: string, authenticate: () => Promise<void>): Promise<TokenPair>
  /** Trades a refresh token for a new pair (refresh token rotation, RFC 9700 section 4.14.2). */
  refresh(refreshToken: string): Promise<TokenPair>
  /** Ends one session of the caller. */
  revoke(principal: Principal, sid: string): Promise<Revocation>
  /** Ends every session of the caller. */
  revokeAll(principal: Principal): Promise<Revocation>
  /** The caller's live sessions, newest first. */
  sessions(principal: Principal): Promise<readonly Session[]>
}

/**
 * When a revoked access token stops working: at its own `exp`, with the next check, or within a stated time.
 */
export type RevocationPromise =
  | { readonly kind: 'at-expiry' }
  | { readonly kind: 'immediate' }
  | { readonly kind: 'bounded'; readonly withinMs: number }

/** The answer to a revocation: from when on no access token of the session is honoured anywhere. */
export interface Revocation {
  readonly kind: RevocationPromise['kind']
  readonly effectiveAtMs: number
}

/** Who is calling, as far as the check had to learn it. Names follow RFC 7519 and OpenID Connect. */
export interface Principal {
  readonly sub: string
  readonly sid: string
  /** When the user logged in, in seconds since the epoch (`auth_time`). */
  readonly authTimeSeconds: number
  readonly name: string
  readonly roles: readonly string[]
  readonly device: string
}

export interface Profile extends Principal {
  readonly source: 'token' | 'session'
}

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresInSeconds: number
}

export interface Session {
  readonly sid: string
  readonly device: string
  readonly createdAtMs: number
  readonly lastSeenAtMs: number
}

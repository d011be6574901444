import type { User } from './users.ts'

/** What a service that only verifies needs. It holds public keys and can mint nothing. */
export interface TokenVerifier {
  /** The ways a token may come in. */
  readonly schemes: readonly Call['scheme'][]
  /**
   * Checks an access token for one call.
   *
   * @throws AuthError when the token must not be honoured, or when that cannot be told
   */
  verify(token: string, call: Call): Promise<Principal>
  /** What is known of the caller. `source` says whether it is as old as the token or fresh from the store. */
  profile(principal: Principal): Promise<Profile>
  /** How old its knowledge of revocations is. Absent where it asks for each call, or never knows any. */
  ageMs?(): number
}

/** What the issuer can do. One interface for all strategies; what one cannot do it says, and refuses. */
export interface TokenStrategy extends TokenVerifier {
  readonly revocation: RevocationPromise
  /** Starts a session. `authenticate` runs inside, so that a revoke-all during the login wins over it. */
  issue(user: User, device: string, call: Call, authenticate: () => Promise<void>): Promise<TokenPair>
  /**
   * Trades a refresh token for a new pair (refresh token rotation, RFC 9700 section 4.14.2).
   *
   * @param admit asked once the token is known to be genuine, and before it is used; a limit may refuse here
   */
  refresh(refreshToken: string, call: Call, admit: (sub: string) => Promise<void>): Promise<TokenPair>
  /** Ends one session of the caller. */
  revoke(principal: Principal, sid: string): Promise<Revocation>
  /** Ends every session of the caller but the one that asks. */
  revokeOthers(principal: Principal): Promise<Revocation>
  /** Ends every session of the caller. */
  revokeAll(principal: Principal): Promise<Revocation>
  /** Ends every session of an account, for whoever looks after accounts: that is `actor`, by the `sub`. */
  revokeAccount(sub: string, actor: string): Promise<Revocation>
  /** The caller's live sessions, newest first. */
  sessions(principal: Principal): Promise<readonly Session[]>
}

/** What a strategy may look at of an HTTP request. */
export interface Call {
  /** Method and pattern, such as `DELETE /sessions/:sid`: what a policy for routes is written in. */
  readonly route: string
  readonly method: string
  /** As the client wrote it, without query: the public address of the service and the path. */
  readonly url: string
  /** How the token came: in a header, in a cookie, or from another service of ours that had checked it. */
  readonly scheme: 'Bearer' | 'DPoP' | 'Cookie' | 'Exchange' | 'none'
  /** The proof of possession that came with it (RFC 9449). */
  readonly dpop?: string
  /** The thumbprint of the key that the caller has proved to hold. A session begun with one stays bound to it. */
  readonly jkt?: string
  /** Roughly where it comes from, such as `203.0.113.0/24`. */
  readonly network: string
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
  readonly tokenType: 'Bearer' | 'DPoP'
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresInSeconds: number
}

export interface Session {
  readonly sid: string
  readonly device: string
  /** Roughly where it began. */
  readonly network: string
  readonly createdAtMs: number
  readonly lastSeenAtMs: number
}

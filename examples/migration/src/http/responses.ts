import type { Revocation, Session, TokenPair } from '../token-strategy.ts'

// The bodies of the issuer's answers, in the spelling of OAuth.

export const tokenResponse = ({ tokenType, accessToken, refreshToken, expiresInSeconds }: TokenPair) => ({
  access_token: accessToken,
  token_type: tokenType,
  expires_in: expiresInSeconds,
  refresh_token: refreshToken,
})

export type TokenResponse = ReturnType<typeof tokenResponse>

export const revocationResponse = ({ kind, effectiveAtMs }: Revocation) => ({
  revocation: kind,
  effective_at: new Date(effectiveAtMs).toISOString(),
})

export const sessionResponse = (session: Session, currentSid: string) => ({
  sid: session.sid,
  device: session.device,
  network: session.network,
  created_at: new Date(session.createdAtMs).toISOString(),
  last_seen_at: new Date(session.lastSeenAtMs).toISOString(),
  current: session.sid === currentSid,
})

import type { JWTPayload } from 'jose'
import type { TokenSigner } from '../tokens/token-signer.ts'
import type { Kind } from './direction.ts'

// #region signer
/**
 * Signs what a strategy of this kind says, and which kind it is. Strategies hand over all they know of a session;
 * a kind that says less leaves the rest out.
 *
 * @param kindFor which kind a session gets now
 */
export function markedSigner(
  signer: TokenSigner,
  kindFor: (claims: JWTPayload) => Kind,
  onIssue: (kind: Kind) => void,
): TokenSigner {
  return {
    ...signer,
    async pair(session, claims, { jti, claims: refreshClaims }) {
      const strategy = kindFor(claims)
      const pair = await signer.pair(
        session,
        { ...said[strategy](claims), strategy },
        { jti, claims: { ...refreshClaims, ...renewal[strategy](claims), strategy } },
      )
      onIssue(strategy)
      return pair
    },
  }
}
// #endregion signer

type Say = (claims: JWTPayload) => JWTPayload

const said: Readonly<Record<Kind, Say>> = {
  redis: () => ({}),
  stateless: ({ name, roles, device, epoch }) => ({ name, roles, device, epoch }),
  hybrid: (claims) => claims,
}

/** A stateless refresh token is all that its issuer has. */
const renewal: Readonly<Record<Kind, Say>> = {
  redis: () => ({}),
  stateless: ({ device, epoch }) => ({ device, epoch }),
  hybrid: () => ({}),
}

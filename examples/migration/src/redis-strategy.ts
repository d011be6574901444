import { toSeconds } from './clock.ts'
import { AuthError } from './errors.ts'
import type { StrategyParts, VerifierParts } from './service-parts.ts'
import type { SessionRecord } from './sessions/session-record.ts'
import type { SessionStore } from './sessions/session-store.ts'
import { createSessionTokens } from './sessions/session-tokens.ts'
import type { Principal, Revocation, TokenStrategy, TokenVerifier } from './token-strategy.ts'
import { createTokenCheck } from './tokens/token-check.ts'

// #region verify
/** The token proves which session; Redis says whether it lives and whose it is. */
export function createRedisVerifier(store: SessionStore, parts: VerifierParts): TokenVerifier {
  // A forged or expired token ends here and never reaches Redis. An opaque session id could not do that.
  const check = createTokenCheck('at+jwt', {}, parts)
  return {
    schemes: ['Bearer', 'Cookie'],
    async verify(token) {
      const { sub, sid, auth_time } = await check(token)
      const session = await store.check({ sub, sid, createdAtMs: auth_time * 1000 })
      return principalOf(session)
    },
    profile: async (principal) => ({ ...principal, source: 'session' }),
  }
}
// #endregion verify

const principalOf = ({ sub, sid, name, roles, device, createdAtMs }: SessionRecord): Principal => ({
  ...{ sub, sid, name, roles, device },
  authTimeSeconds: toSeconds(createdAtMs),
})

/** The issuer's side. A session exists because Redis has it, so ending one takes effect with the next check. */
export function createRedisStrategy(store: SessionStore, parts: StrategyParts): TokenStrategy {
  const { clock, signer } = parts

  // #region tokens
  /** The token names the session and says nothing of the user. */
  const tokens = createSessionTokens(store, parts, ({ sub, sid, createdAtMs }, jti) =>
    signer.pair({ sub, sid, auth_time: toSeconds(createdAtMs) }, {}, { jti }),
  )
  // #endregion tokens

  const revoked = (): Revocation => ({ kind: 'immediate', effectiveAtMs: clock.nowMs() })

  async function revokeAccount(sub: string): Promise<Revocation> {
    await store.endAll(sub)
    return revoked()
  }

  return {
    ...createRedisVerifier(store, parts),
    ...tokens,
    revocation: { kind: 'immediate' },

    // #region revoke
    async revoke({ sub }, sid) {
      if (!(await store.revoke(sub, sid))) throw new AuthError('session_not_found')
      return revoked()
    },
    async revokeOthers({ sub, sid }) {
      await store.endAll(sub, sid)
      return revoked()
    },
    revokeAll: ({ sub }) => revokeAccount(sub),
    revokeAccount,
    sessions: ({ sub }) => store.list(sub),
    // #endregion revoke
  }
}

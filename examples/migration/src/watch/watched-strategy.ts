import { AuthError, sessionEndIn } from '../errors.ts'
import type { TokenStrategy } from '../token-strategy.ts'
import type { SecurityEvent, Tell } from './security-events.ts'

/** A strategy that tells of what it does. The strategy itself knows nothing of it. */
export function watchStrategy<T extends TokenStrategy>(strategy: T, tell: Tell): T {
  async function telling<R>(run: Promise<R>, event: SecurityEvent): Promise<R> {
    const result = await run
    tell(event)
    return result
  }

  return {
    ...strategy,
    // #region tell-login
    async issue(user, device, call, authenticate) {
      const who = { sub: user.sub, network: call.network }
      try {
        const pair = await strategy.issue(user, device, call, authenticate)
        tell({ event: 'authn_login_success', ...who })
        tell({ event: 'session_created', ...who })
        return pair
      } catch (error) {
        if (isCode(error, 'login_failed', 'login_superseded'))
          tell({ event: 'authn_login_fail', ...who, detail: error.code })
        throw error
      }
    },
    // #endregion tell-login
    async refresh(refreshToken, call, admit) {
      let who: Pick<SecurityEvent, 'sub' | 'network'> = { network: call.network }
      try {
        const pair = await strategy.refresh(refreshToken, call, (sub) => {
          who = { ...who, sub }
          return admit(sub)
        })
        tell({ event: 'session_renewed', ...who })
        return pair
      } catch (error) {
        const ended = sessionEndIn(error)
        if (ended?.code === 'refresh_token_reused')
          tell({ event: 'authn_token_reuse', ...who, sid: ended.sid })
        else if (ended || isCode(error, 'session_revoked')) tell({ event: 'session_expired', ...who })
        throw error
      }
    },
    revoke: (principal, sid) =>
      telling(strategy.revoke(principal, sid), { event: 'authn_token_revoked', sub: principal.sub, sid }),
    revokeOthers: (principal) =>
      telling(strategy.revokeOthers(principal), {
        ...{ event: 'authn_all_tokens_revoked', sub: principal.sub, sid: principal.sid },
        detail: 'others',
      }),
    revokeAll: (principal) =>
      telling(strategy.revokeAll(principal), { event: 'authn_all_tokens_revoked', sub: principal.sub }),
    revokeAccount: (sub, actor) =>
      telling(strategy.revokeAccount(sub, actor), {
        ...{ event: 'authn_all_tokens_revoked', sub, actor },
        detail: 'by_admin',
      }),
  }
}

const isCode = (error: unknown, ...codes: AuthError['code'][]): error is AuthError =>
  error instanceof AuthError && codes.includes(error.code)

import { base64url } from 'jose'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { AuthError } from '../errors.ts'
import type { Tell } from '../watch/security-events.ts'

export interface Limit {
  readonly attempts: number
  readonly withinSeconds: number
}

export type Limits = Readonly<Record<LimitName, Limit>>
type LimitName = keyof typeof defaultLimits

// #region limits
/** How often somebody may try. By network against one guesser, by account against many of them. */
export const defaultLimits = {
  /** Logins from one network, right or wrong. */
  loginsByNetwork: { attempts: 30, withinSeconds: 60 },
  /** Wrong passwords for one account from one network: a guesser locks out nobody but himself. */
  failuresByAccountAndNetwork: { attempts: 5, withinSeconds: 900 },
  /** Wrong passwords for one account from anywhere: many guessers share what is left. */
  failuresByAccount: { attempts: 100, withinSeconds: 3600 },
  refreshesByNetwork: { attempts: 300, withinSeconds: 60 },
  refreshesByAccount: { attempts: 60, withinSeconds: 60 },
} as const satisfies Record<string, Limit>
// #endregion limits

/** The counter behind a limit. It refuses with a RateLimiterRes, which says for how long. */
export type Limiter = Pick<RateLimiterAbstract, 'consume' | 'reward'>

/** Makes one: in this process, or shared by all instances. */
export type MakeLimiter = (name: string, limit: Limit) => Limiter

export const localLimiter: MakeLimiter = (name, { attempts, withinSeconds }) =>
  new RateLimiterMemory({ keyPrefix: name, points: attempts, duration: withinSeconds })

/** Every method throws AuthError `rate_limited`, which says when to try again. */
export interface RateLimits {
  /** Runs a login, and counts it against the account only when the password was wrong. */
  login<T>(username: string, network: string, attempt: () => Promise<T>): Promise<T>
  refreshFrom(network: string): Promise<void>
  refreshOf(sub: string): Promise<void>
}

export function createRateLimits(limits: Limits, makeLimiter: MakeLimiter, tell: Tell): RateLimits {
  const names = Object.keys(limits) as LimitName[]
  const limiters = new Map(names.map((name) => [name, makeLimiter(name, limits[name])]))

  async function count(name: LimitName, key: string): Promise<void> {
    await limiters
      .get(name)
      ?.consume(key)
      .catch((reason) => refuse(reason, name))
  }
  const forgive = (name: LimitName, key: string) => limiters.get(name)?.reward(key)

  function refuse(reason: unknown, limit: LimitName): never {
    if (!(reason instanceof RateLimiterRes)) throw reason
    tell({ event: 'excess_rate_limit_exceeded', detail: limit })
    throw new AuthError('rate_limited', { retryAfterSeconds: Math.ceil(reason.msBeforeNext / 1000) })
  }

  return {
    async login(username, network, attempt) {
      await count('loginsByNetwork', network)
      const account = await nameless(username)
      const failures = [
        ['failuresByAccountAndNetwork', `${account}:${network}`],
        ['failuresByAccount', account],
      ] as const
      // Counted before the password is looked at, so that guesses sent all at once do not slip through.
      // One after the other: who has used up the first must not use up the second, which is everybody's.
      for (const [name, key] of failures) await count(name, key)
      const forgiveAll = () => Promise.all(failures.map(([name, key]) => forgive(name, key)))
      return attempt().then(
        async (result) => {
          await forgiveAll()
          return result
        },
        async (error) => {
          if (!(error instanceof AuthError && error.code === 'login_failed')) await forgiveAll()
          throw error
        },
      )
    },
    refreshFrom: (network) => count('refreshesByNetwork', network),
    refreshOf: (sub) => count('refreshesByAccount', sub),
  }
}

/** What somebody typed as a name may be a password; it is kept nowhere. */
async function nameless(username: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(username))
  return base64url.encode(new Uint8Array(digest).subarray(0, 16))
}

import type { StrategyName } from '../strategies.ts'
import { duration } from './duration.ts'
import { leewaySeconds, type Numbers } from './settings.ts'

/** When the tokens of a session that was ended stop working, at the latest, while Redis is up. */
export interface RevocationPromise {
  readonly accessSeconds: number
  readonly refreshSeconds: number
  readonly text: string
}

export function promiseOf(strategy: StrategyName, numbers: Numbers): RevocationPromise {
  const { ACCESS_TTL_SECONDS, SESSION_ABSOLUTE_SECONDS, REVOCATION_BOUND_MS } = numbers
  switch (strategy) {
    case 'redis':
      return { accessSeconds: 0, refreshSeconds: 0, text: 'A revoked token is refused by the next check.' }
    case 'hybrid': {
      const accessSeconds = REVOCATION_BOUND_MS / 1000
      const text = `A revoked token stops within ${duration(accessSeconds)}, while Redis is up.`
      return { accessSeconds, refreshSeconds: 0, text }
    }
    case 'stateless': {
      const accessSeconds = ACCESS_TTL_SECONDS + leewaySeconds
      const isWholeSession = ACCESS_TTL_SECONDS === SESSION_ABSOLUTE_SECONDS
      const refreshSeconds = isWholeSession ? accessSeconds : SESSION_ABSOLUTE_SECONDS + leewaySeconds
      const subject = isWholeSession ? 'A session, with every token of it,' : 'An access token'
      return {
        accessSeconds,
        refreshSeconds,
        text: `${subject} ends by itself within ${duration(accessSeconds)}.`,
      }
    }
  }
}

/** Until when a token that was revoked unseen during an outage may work, on a route that allows it. */
export const unseenSeconds = ({ ACCESS_TTL_SECONDS }: Numbers): number => ACCESS_TTL_SECONDS + leewaySeconds

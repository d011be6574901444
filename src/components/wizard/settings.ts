import type { StrategyName } from '../strategies.ts'
import { type Answers, deadlineSeconds } from './questions.ts'
import type { Signing } from './signing-rules.ts'

/** What the starters run with when nothing is set, as far as it matters here. The tests hold it to their schemas. */
export const starterDefaults = {
  ACCESS_TTL_SECONDS: 300,
  SESSION_IDLE_SECONDS: 1800,
  SESSION_ABSOLUTE_SECONDS: 43_200,
  CLOCK_TOLERANCE_SECONDS: 5,
  REVOCATION_BOUND_MS: 2_000,
  SYNC_INTERVAL_MS: 500,
} as const

export type Numbers = Readonly<Record<keyof typeof starterDefaults, number>>

/** A check honours a token this long past its `exp`, and its clock may be behind by as much again. */
export const leewaySeconds = 2 * starterDefaults.CLOCK_TOLERANCE_SECONDS

/** With a smaller bound, one slow answer of Redis would make the set stale. */
const leastBoundMs = 1_000
const greatestBoundMs = 60_000

/** Everything that bears on when a revoked token stops. */
export function numbersFor(strategy: StrategyName, answers: Answers): Numbers {
  return { ...starterDefaults, ...adjustments[strategy](answers) }
}

const adjustments: Readonly<Record<StrategyName, (answers: Answers) => Partial<Numbers>>> = {
  redis: () => ({}),
  hybrid({ revoke }) {
    const deadline = deadlineSeconds[revoke]
    const boundMs = Math.min(Math.max(deadline * 1000, leastBoundMs), greatestBoundMs)
    return {
      REVOCATION_BOUND_MS: boundMs,
      SYNC_INTERVAL_MS: boundMs / 4,
      // Where it can be, a token is over by the deadline, whatever an outage hides from a service.
      ...(deadline >= 300 && { ACCESS_TTL_SECONDS: withinDeadline(deadline) }),
    }
  },
  stateless({ revoke, clients }) {
    const lifetime = deadlineSeconds[revoke] - leewaySeconds
    const idle = Math.max(starterDefaults.SESSION_IDLE_SECONDS, lifetime)
    return clients === 'machines'
      ? { ACCESS_TTL_SECONDS: lifetime, SESSION_IDLE_SECONDS: lifetime, SESSION_ABSOLUTE_SECONDS: lifetime }
      : { ACCESS_TTL_SECONDS: lifetime, SESSION_IDLE_SECONDS: idle }
  },
}

const withinDeadline = (deadline: number) =>
  Math.min(starterDefaults.ACCESS_TTL_SECONDS, deadline - leewaySeconds)

/** The settings that differ from the starter's defaults, by their names in the environment. */
export function settingsFor(numbers: Numbers, { algorithm }: Signing): Readonly<Record<string, string>> {
  const changed = Object.entries(numbers).filter(
    ([name, value]) => value !== starterDefaults[name as keyof Numbers],
  )
  return {
    ...(algorithm === 'HS256' && { SIGNING_ALG: algorithm, JWT_SECRET: '' }),
    ...Object.fromEntries(changed.map(([name, value]) => [name, String(value)])),
  }
}

import type { StrategyName } from '../strategies.ts'

/** What the other two would give and take, in place of the one that was chosen. */
export const insteadOf: Readonly<Record<StrategyName, Readonly<Partial<Record<StrategyName, string>>>>> = {
  stateless: {
    redis: 'Sessions that can be listed and ended at once. Redis is then part of every request.',
    hybrid:
      'Sessions that can be listed and ended within seconds, and checks that go on without Redis. It is the most code.',
  },
  redis: {
    stateless: 'No Redis at all. A copied token then works until its session ends.',
    hybrid:
      'Checks without a round trip, also while Redis is down. A revoked token then stops within seconds, not at once.',
  },
  hybrid: {
    stateless: 'No Redis and much less code. A copied token then works until its session ends.',
    redis: 'Revocation with the next check, and less code. Every check then fails while Redis is down.',
  },
}

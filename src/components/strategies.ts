/** The three strategies in the order in which the site always shows them. */
export const strategyNames = ['stateless', 'redis', 'hybrid'] as const

export type StrategyName = (typeof strategyNames)[number]

/** Something for each strategy. */
export const byStrategy = <Value>(
  of: (name: StrategyName) => Value,
): Readonly<Record<StrategyName, Value>> => ({
  stateless: of('stateless'),
  redis: of('redis'),
  hybrid: of('hybrid'),
})

interface StrategyInfo {
  readonly title: string
  readonly href: string
  /** One line: where the truth about a session is. */
  readonly idea: string
}

export const strategies: Readonly<Record<StrategyName, StrategyInfo>> = {
  stateless: {
    title: 'Stateless',
    href: '/strategies/stateless/',
    idea: 'The token says it all. Services check the signature and ask nobody.',
  },
  redis: {
    title: 'Redis',
    href: '/strategies/redis/',
    idea: 'The token names a session. Redis says whether it lives, at every check.',
  },
  hybrid: {
    title: 'Hybrid',
    href: '/strategies/hybrid/',
    idea: 'The token says it all, and each service keeps its own list of what was revoked.',
  },
}

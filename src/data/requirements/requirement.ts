import { type StrategyName, strategyNames } from '../../components/strategies.ts'

/** One thing that a standard asks for. */
export interface Requirement {
  /** The source and its own number, such as `ASVS-7.4.1`. What follows a second dash is ours. */
  readonly id: string
  /** ASVS alone: 1 is for everybody, 3 for those with most to lose. */
  readonly level?: 1 | 2 | 3
  /** What is asked, in our words. */
  readonly text: string
  readonly href: string
  /** The strategies for which no test says that they meet it, each with the reason. */
  readonly gaps?: readonly Gap[]
}

export interface Gap {
  readonly strategy: StrategyName
  readonly status: 'not-applicable' | 'not-met'
  readonly reason: string
}

/** Where requirements come from. */
export interface Source {
  readonly title: string
  readonly requirements: readonly Requirement[]
}

type Strategies = readonly StrategyName[]

/** What is asked makes sense here, and is not done or not shown by a test. */
export const notMet = (reason: string, strategies: Strategies = strategyNames): Gap[] =>
  strategies.map((strategy) => ({ strategy, status: 'not-met', reason }))

/** What is asked is about something that does not exist here. */
export const notApplicable = (reason: string, strategies: Strategies = strategyNames): Gap[] =>
  strategies.map((strategy) => ({ strategy, status: 'not-applicable', reason }))

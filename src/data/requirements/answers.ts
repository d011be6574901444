import { type StrategyName, strategyNames } from '../../components/strategies.ts'
import map from './map.json'
import type { Gap, Requirement } from './requirement.ts'

export interface TestRef {
  /** Titles of the groups and of the test, joined with ` > `. */
  readonly name: string
  /** From the root of the repository. */
  readonly file: string
}

/** Met, and shown by tests; or not, and why. */
export type Answer = { readonly status: 'met'; readonly tests: readonly TestRef[] } | Omit<Gap, 'strategy'>

export type Status = Answer['status']

/** In words, in the order in which they are counted. */
export const statusTexts: Readonly<Record<Status, string>> = {
  met: 'Met',
  'not-met': 'Not met',
  'not-applicable': 'Not applicable',
}

/** What each strategy has to say to a requirement, by the id of that: what is in map.json. */
export type RequirementMap = Readonly<Record<string, Readonly<Record<StrategyName, Answer>>>>

const answers = map as RequirementMap

export function answerTo({ id }: Requirement, strategy: StrategyName): Answer {
  const answer = answers[id]?.[strategy]
  if (!answer) throw new Error(`map.json says nothing of ${id}. Run: npm run requirements`)
  return answer
}

/** Strategies with the same status for the same reason. */
interface SharedAnswer {
  readonly status: Status
  readonly reason: string
  readonly strategies: StrategyName[]
}

/** The answers to a requirement. Strategies that answer alike stand together. */
export function sharedAnswers(requirement: Requirement): readonly SharedAnswer[] {
  const shared: SharedAnswer[] = []
  for (const strategy of strategyNames) {
    const { status, reason } = { reason: '', ...answerTo(requirement, strategy) }
    const same = shared.find((answer) => answer.status === status && answer.reason === reason)
    if (same) same.strategies.push(strategy)
    else shared.push({ status, reason, strategies: [strategy] })
  }
  return shared
}

/** A test, and the strategies for which it shows the requirement. */
interface SharedTest extends TestRef {
  readonly strategies: StrategyName[]
}

/** Each test that shows the requirement, once. */
export function sharedTests(requirement: Requirement): readonly SharedTest[] {
  const shared: SharedTest[] = []
  for (const strategy of strategyNames) {
    const answer = answerTo(requirement, strategy)
    for (const { name, file } of answer.status === 'met' ? answer.tests : []) {
      const same = shared.find((test) => test.name === name && test.file === file)
      if (same) same.strategies.push(strategy)
      else shared.push({ name, file, strategies: [strategy] })
    }
  }
  return shared
}

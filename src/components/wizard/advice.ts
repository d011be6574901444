import type { StrategyName } from '../strategies.ts'
import { type Cost, costsOf } from './costs.ts'
import { duration } from './duration.ts'
import { insteadOf } from './instead.ts'
import { type Opaque, opaqueRules } from './opaque-rules.ts'
import { promiseOf, type RevocationPromise, unseenSeconds } from './promise.ts'
import { type Answers, deadlineSeconds, labelOf, type QuestionId, questionIds } from './questions.ts'
import { decide } from './rule.ts'
import { type Numbers, numbersFor, settingsFor } from './settings.ts'
import { signingRules } from './signing-rules.ts'
import { strategyRules } from './strategy-rules.ts'

/** The wizard's answer. */
export interface Advice {
  readonly strategy: StrategyName
  readonly promise: RevocationPromise
  readonly reasons: readonly Reason[]
  /** Which wishes give where they contradict each other. Empty where all are kept. */
  readonly gives: readonly string[]
  /** The settings that differ from the starter's defaults. JWT_SECRET is empty: everybody makes their own. */
  readonly settings: Readonly<Record<string, string>>
  readonly costs: readonly Cost[]
  readonly opaque: Opaque
  readonly instead: Readonly<Partial<Record<StrategyName, string>>>
}

export interface Reason {
  readonly question: QuestionId
  /** The answer it follows from, as the form words it. */
  readonly answer: string
  readonly text: string
}

/** What to take for these answers. Every combination has an answer, and the same one each time. */
export function advise(answers: Answers): Advice {
  const { strategy, reasons, gives } = decide(strategyRules, answers)
  const signing = decide(signingRules, answers)
  const numbers = numbersFor(strategy, answers)
  return {
    strategy,
    promise: promiseOf(strategy, numbers),
    reasons: inOrder({ ...reasons, mint: signing.reason }, answers),
    gives: [...gives, ...outageGives(strategy, answers, numbers), ...signing.gives],
    settings: settingsFor(numbers, signing),
    costs: costsOf(strategy, answers, numbers),
    opaque: opaqueRules[strategy][answers.services],
    instead: insteadOf[strategy],
  }
}

const inOrder = (texts: { readonly [Q in QuestionId]?: string }, answers: Answers): readonly Reason[] =>
  questionIds.flatMap((question) => {
    const text = texts[question]
    return text === undefined ? [] : [{ question, answer: labelOf(question, answers), text }]
  })

/** Where a route goes on without Redis, a revocation that it cannot see waits for the token's end. */
function outageGives(
  strategy: StrategyName,
  { revoke, outage }: Answers,
  numbers: Numbers,
): readonly string[] {
  const goesOn = strategy === 'hybrid' && outage !== 'nothing'
  if (!goesOn || unseenSeconds(numbers) <= deadlineSeconds[revoke]) return []
  return [
    `While Redis is down, the deadline gives on routes that go on: a token that was revoked after the last sync works there until it expires, ${duration(unseenSeconds(numbers))} at most; ACCESS_TTL_SECONDS sets that. It holds on routes with “deny”.`,
  ]
}

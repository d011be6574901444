import { type Answers, type QuestionId, questionIds } from './questions.ts'

/** One rule: for which answers it holds, and what follows. The rules of a list hold for each combination exactly once. */
export interface Rule<T> {
  /** Answers to a question that is not named do not matter. */
  readonly when: { readonly [Q in QuestionId]?: readonly Answers[Q][] }
  readonly outcome: T
}

export const holds = ({ when }: Rule<unknown>, answers: Answers): boolean =>
  questionIds.every((id) => (when[id] as readonly string[] | undefined)?.includes(answers[id]) ?? true)

/** @throws when no rule holds, which the tests rule out for every combination */
export function decide<T>(rules: readonly Rule<T>[], answers: Answers): T {
  const rule = rules.find((candidate) => holds(candidate, answers))
  if (!rule) throw new Error('No rule holds for these answers')
  return rule.outcome
}

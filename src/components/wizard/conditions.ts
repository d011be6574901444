import { questionIds, questions } from './questions.ts'
import type { Rule } from './rule.ts'

/** One question of a rule, and the answers for which the rule holds. */
export interface Condition {
  readonly question: string
  readonly answers: string
}

/** What a rule asks for, in the words of the form. */
export const conditionsOf = (when: Rule<unknown>['when']): readonly Condition[] =>
  questionIds.flatMap((id) => {
    const options: Readonly<Record<string, string>> = questions[id].options
    const answers = when[id]?.map((answer) => options[answer])
    return answers ? [{ question: questions[id].legend, answers: answers.join(', or ') }] : []
  })

import { type Advice, advise } from '../../src/components/wizard/advice.ts'
import {
  type Answers,
  defaultAnswers,
  optionsOf,
  questionIds,
} from '../../src/components/wizard/questions.ts'

export interface Case {
  readonly answers: Answers
  readonly advice: Advice
}

/** Every combination of answers, with what the wizard says to it. */
export const cases: readonly Case[] = questionIds
  .reduce<readonly Answers[]>(
    (sofar, id) => sofar.flatMap((answers) => optionsOf(id).map(([value]) => ({ ...answers, [id]: value }))),
    [defaultAnswers],
  )
  .map((answers) => ({ answers, advice: advise(answers) }))

/** The cases that differ in the answer to one question alone, in the order of its options. */
export function ladders(id: keyof Answers): readonly (readonly Case[])[] {
  const others = ({ answers }: Case) => JSON.stringify({ ...answers, [id]: '' })
  return [...Map.groupBy(cases, others).values()]
}

/** The cases that do not keep this to their neighbour on the ladder, by their answers. */
export const breaks = (id: keyof Answers, keeps: (before: Case, after: Case) => boolean) =>
  ladders(id).flatMap((steps) =>
    steps.filter((step, index) => index > 0 && !keeps(steps[index - 1] as Case, step)),
  )

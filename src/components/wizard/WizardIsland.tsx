import { CopyButton } from '../CopyButton.tsx'
import { AnswerCard } from './AnswerCard.tsx'
import { AnswerDetails } from './AnswerDetails.tsx'
import { advise } from './advice.ts'
import { Question } from './Question.tsx'
import { questionIds } from './questions.ts'
import { linkTo, useAnswers } from './use-answers.ts'

/** All questions at once, and the answer beside them. There is one from the start. */
export default function WizardIsland() {
  const [answers, change] = useAnswers()
  const advice = advise(answers)
  return (
    <>
      <form class="wizard-form" aria-label="Your situation" autocomplete="off">
        {questionIds.map((id) => (
          <Question key={id} id={id} value={answers[id]} onChange={(value) => change(id, value)} />
        ))}
      </form>
      <AnswerCard advice={advice} answers={answers}>
        <CopyButton label="Copy link" text={() => linkTo(answers)} />
      </AnswerCard>
      <AnswerDetails advice={advice} answers={answers} />
    </>
  )
}

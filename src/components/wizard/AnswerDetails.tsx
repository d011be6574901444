import { EnvBlock } from '../EnvBlock.tsx'
import { strategies, strategyNames } from '../strategies.ts'
import type { Advice, Reason } from './advice.ts'
import { envFile } from './env-file.ts'
import type { Answers } from './questions.ts'

interface Props {
  readonly advice: Advice
  readonly answers: Answers
}

/** Why, what gives, the settings, what it costs, and what would do as well. */
export function AnswerDetails({ advice, answers }: Props) {
  const { strategy, reasons, gives, costs } = advice
  return (
    <div class="wizard-details" data-strategy={strategy}>
      <h3>Why {strategies[strategy].title}</h3>
      <ul>{reasons.map(Because)}</ul>
      {gives.length > 0 && (
        <>
          <h3>What gives</h3>
          <ul>
            {gives.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      <h3>Settings</h3>
      <EnvBlock text={envFile(advice, answers)} />
      <h3>What it costs</h3>
      <dl>
        {costs.map(({ what, text }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h3>What else would do</h3>
      <Alternatives {...advice} />
    </div>
  )
}

const Because = ({ question, answer, text }: Reason) => (
  <li key={question}>
    <strong>{answer}.</strong> {text}
  </li>
)

const Alternatives = ({ opaque, instead }: Advice) => (
  <ul>
    <li>
      <strong>An opaque session id: {opaque.verdict}.</strong> {opaque.text}
    </li>
    {strategyNames
      .filter((name) => instead[name])
      .map((name) => (
        <li key={name} data-strategy={name}>
          <strong>
            <a href={strategies[name].href}>{strategies[name].title}</a>.
          </strong>{' '}
          {instead[name]}
        </li>
      ))}
  </ul>
)

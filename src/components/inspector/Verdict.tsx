import type { Finding } from './findings.ts'
import type { Reading } from './read-token.ts'
import { countText } from './shown-findings.ts'
import type { AllAdvice } from './texts/advice.ts'
import type { Answer } from './use-engine.ts'

interface Props {
  readonly reading: Reading
  readonly answer: Answer
  readonly findings: readonly Finding[]
  readonly advice: AllAdvice
}

/** What a service says to the token, in one line that stays in view and is read out when it changes. */
export function Verdict({ reading, answer, findings, advice }: Props) {
  const [state, text] = verdictOf(reading, answer)
  return (
    <p class="inspector-verdict" role="status" data-state={state}>
      <strong>{text}</strong> {reading.parts.length > 0 && <span>Found: {countText(findings, advice)}.</span>}
    </p>
  )
}

function verdictOf(
  { parts, fault }: Reading,
  { verification, hasFailed }: Answer,
): readonly [state: string, text: string] {
  if (parts.length === 0) return ['open', 'Paste a token, or pick one.']
  if (parts.length === 5) return ['open', 'Encrypted: only its header can be read here.']
  if (fault) return ['refused', `No JWT. ${fault.text}`]
  if (hasFailed) return ['open', 'The verifier did not load. Check the connection and reload the page.']
  if (!verification) return ['open', 'Decoded. The signature is checked as soon as you do something here.']
  const { state, code, text } = verification
  if (state === 'accepted') return [state, `Accepted. ${text}`]
  if (state === 'open') return [state, `Not verified. ${text}`]
  return [state, `Refused: ${code}. ${text}`]
}

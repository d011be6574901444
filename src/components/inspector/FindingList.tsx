import type { Finding } from './findings.ts'
import { placeText, sorted } from './shown-findings.ts'
import type { AllAdvice } from './texts/advice.ts'

interface Props {
  readonly findings: readonly Finding[]
  readonly advice: AllAdvice
}

/** Every weakness: what it is, where, why it matters and what to do. */
export function FindingList({ findings, advice }: Props) {
  if (findings.length === 0) return <p class="inspector-hint">Nothing stands out.</p>
  return (
    <ul class="inspector-findings" aria-labelledby="findings">
      {sorted(findings, advice).map(({ id, places }) => {
        const { severity, title, why, todo, source } = advice[id]
        return (
          <li key={id} data-severity={severity}>
            <details open={severity === 'problem'}>
              <summary>
                <b>{severity}</b> {title} <span>{places.map(placeText).join('; ')}</span>
              </summary>
              <p>{why}</p>
              <p>
                {todo} <a href={source.href}>{source.label}</a>
              </p>
            </details>
          </li>
        )
      })}
    </ul>
  )
}

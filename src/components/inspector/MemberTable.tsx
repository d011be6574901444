import { isDateClaim, looksLikeMilliseconds, relativeText, utcText } from './dates.ts'
import type { Finding } from './findings.ts'
import type { JsonObject } from './read-token.ts'
import { findingsAt } from './shown-findings.ts'
import type { AllAdvice } from './texts/advice.ts'
import type { Meanings } from './texts/meanings.ts'

interface Props {
  readonly part: 'header' | 'payload'
  readonly members: JsonObject
  readonly meanings: Meanings
  readonly findings: readonly Finding[]
  readonly advice: AllAdvice
  readonly nowMs: number
}

/** Each member with what it says, where that is written down, and what is wrong with it. */
export const MemberTable = ({ part, members, meanings, findings, advice, nowMs }: Props) => (
  <table class="inspector-members" data-part={part}>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Value</th>
        <th scope="col">What it says</th>
      </tr>
    </thead>
    <tbody>
      {Object.entries(members).map(([name, value]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>
            <Value name={name} value={value} nowMs={nowMs} />
          </td>
          <td>
            <Says meaning={Object.hasOwn(meanings, name) ? meanings[name] : undefined} />
            {findingsAt(findings, part, name).map(({ id }) => (
              <p key={id} class="inspector-flag" data-severity={advice[id].severity}>
                <b>{advice[id].severity}</b> {advice[id].title}
              </p>
            ))}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

function Says({ meaning }: { meaning: Meanings[string] | undefined }) {
  if (!meaning) return <p>No registered name. What it means is between the issuer and its services.</p>
  return (
    <p>
      {meaning.says} <a href={meaning.source.href}>{meaning.source.label}</a>
    </p>
  )
}

function Value({ name, value, nowMs }: { name: string; value: unknown; nowMs: number }) {
  const text = typeof value === 'string' ? value : jsonText(value)
  return (
    <>
      <code>{text === '' ? '""' : text}</code>
      {typeof value === 'number' && isDateClaim(name) && <DateText value={value} nowMs={nowMs} />}
    </>
  )
}

/** On one line where it fits. */
function jsonText(value: unknown): string {
  const line = JSON.stringify(value)
  return line.length > 40 ? JSON.stringify(value, null, 2) : line
}

function DateText({ value, nowMs }: { value: number; nowMs: number }) {
  const isMilliseconds = looksLikeMilliseconds(value)
  const seconds = isMilliseconds ? value / 1000 : value
  const utc = utcText(seconds)
  if (utc === undefined) return <p>in no calendar</p>
  return (
    <p>
      {isMilliseconds && 'as milliseconds: '}
      {utc}, {relativeText(seconds, nowMs)}
    </p>
  )
}

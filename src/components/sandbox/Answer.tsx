import { prettyJson } from './json.ts'
import { statusClass } from './story-line.ts'
import type { Sent } from './use-sandbox.ts'

export type AnswerProps = Sent | { readonly failure: string }

/** What came back: status, time and cost, then body and headers. */
export function Answer(answer: AnswerProps) {
  if ('failure' in answer) return <p>{answer.failure}</p>
  const { response, redisCommands } = answer
  const { status, headers, body, durationMs } = response
  return (
    <>
      <p>
        <span class={statusClass(status)}>{status}</span> in {durationMs.toFixed(1)} ms
        {redisCommands !== undefined && `, ${redisCommands} Redis commands meanwhile`}
      </p>
      <p class="sandbox-label">Body</p>
      <pre>{prettyJson(body)}</pre>
      <p class="sandbox-label">Headers</p>
      <dl>
        {headers.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

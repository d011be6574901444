import type { DispatchResponse } from '../../sandbox/runtime.ts'
import { prettyJson } from './json.ts'
import { statusClass } from './story-line.ts'
import type { Sent } from './use-sandbox.ts'

export interface NumberedAnswer {
  /** Counts up, so that a screen reader hears an answer that is the same as the one before. */
  readonly number: number
  readonly result: Sent | { readonly failure: string }
}

/** What came back. Its first line is read out when it changes; tokens and headers are not. */
export function Answer({ answer }: { answer: NumberedAnswer | undefined }) {
  return (
    <section class="sandbox-answer" aria-label="Answer">
      <p aria-live="polite">{answer && <Headline {...answer} />}</p>
      {answer && 'response' in answer.result && <Message {...answer.result.response} />}
    </section>
  )
}

function Headline({ number, result }: NumberedAnswer) {
  if ('failure' in result)
    return (
      <>
        Answer {number}: {result.failure}
      </>
    )
  const { response, redisCommands } = result
  return (
    <>
      Answer {number}: <span class={statusClass(response.status)}>{response.status}</span> in{' '}
      {response.durationMs.toFixed(1)} ms
      {redisCommands !== undefined && `, ${redisCommands} Redis commands meanwhile`}
    </>
  )
}

const Message = ({ body, headers }: DispatchResponse) => (
  <>
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

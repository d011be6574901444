import { useState } from 'preact/hooks'
import type { DispatchRequest, DispatchResponse } from '../../sandbox/runtime.ts'
import { bodyText, type Route, routeLabel, routes } from './routes.ts'

interface Props {
  /** Undefined while nothing answers. */
  readonly send: ((request: DispatchRequest) => Promise<DispatchResponse>) | undefined
  readonly tokens: Readonly<Record<string, string>>
}

type Answer = DispatchResponse | { readonly failure: string }

/** Sends requests to the running services, with a token of the story or one that came with an answer. */
export default function RequestsPanel({ send, tokens }: Props) {
  const [draft, setDraft] = useState(() => draftOf(routes[0] as Route))
  const [tokenName, setTokenName] = useState('')
  const [received, setReceived] = useState<Readonly<Record<string, string>>>({})
  const [answer, setAnswer] = useState<Answer>()
  const known = { ...tokens, ...received }

  const submit = async (event: Event) => {
    event.preventDefault()
    if (!send) return
    const response = await send(requestOf(draft, known[tokenName])).catch(toFailure)
    setAnswer(response)
    setReceived({ ...received, ...tokensIn(response, Object.keys(received).length + 1) })
  }

  return (
    <form class="sandbox-requests" onSubmit={submit}>
      <label>
        Route
        <select
          onChange={({ currentTarget }) => setDraft(draftOf(routes[currentTarget.selectedIndex] as Route))}
        >
          {routes.map((route) => (
            <option key={route.method + route.url}>{routeLabel(route)}</option>
          ))}
        </select>
      </label>
      <label>
        Token
        <select value={tokenName} onChange={({ currentTarget }) => setTokenName(currentTarget.value)}>
          <option value="">none</option>
          {Object.keys(known).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label class="sandbox-method">
        Method
        <select
          value={draft.method}
          onChange={({ currentTarget }) => setDraft({ ...draft, method: currentTarget.value })}
        >
          {['GET', 'POST', 'PUT', 'DELETE'].map((method) => (
            <option key={method}>{method}</option>
          ))}
        </select>
      </label>
      <label class="sandbox-address">
        Address
        <input
          value={draft.url}
          onInput={({ currentTarget }) => setDraft({ ...draft, url: currentTarget.value })}
        />
      </label>
      <label class="sandbox-body">
        Body (JSON)
        <textarea
          rows={4}
          value={draft.body}
          onInput={({ currentTarget }) => setDraft({ ...draft, body: currentTarget.value })}
        />
      </label>
      <button type="submit" class="sandbox-button" disabled={!send}>
        Send
      </button>
      {!send && <p class="sandbox-hint">Press Run first. Then the services are up and answer here.</p>}
      <section class="sandbox-answer" aria-label="Answer" aria-live="polite">
        {answer && <AnswerView answer={answer} />}
      </section>
    </form>
  )
}

function AnswerView({ answer }: { answer: Answer }) {
  if ('failure' in answer) return <p>{answer.failure}</p>
  const { status, headers, body, durationMs } = answer
  return (
    <>
      <p>
        <span class={`sandbox-status status-${String(status)[0]}xx`}>{status}</span> in{' '}
        {durationMs.toFixed(1)} ms
      </p>
      <pre>{headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
      <pre>{pretty(body)}</pre>
    </>
  )
}

interface Draft {
  readonly method: string
  readonly url: string
  readonly body: string
}

const draftOf = (route: Route): Draft => ({ method: route.method, url: route.url, body: bodyText(route) })

function requestOf({ method, url, body }: Draft, token: string | undefined): DispatchRequest {
  const hasBody = body.trim() !== '' && method !== 'GET'
  return {
    method,
    url,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    ...(hasBody && { body }),
  }
}

const toFailure = (error: unknown): Answer => ({
  failure: error instanceof Error ? error.message : String(error),
})

/** Tokens in an answer of the issuer, under names that tell them apart. */
function tokensIn(answer: Answer, count: number): Record<string, string> {
  if ('failure' in answer || answer.status !== 200) return {}
  const body = parse(answer.body)
  return typeof body?.access_token === 'string' ? { [`answer ${count}`]: body.access_token } : {}
}

function parse(text: string): { readonly access_token?: unknown } | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function pretty(text: string): string {
  const body = parse(text)
  return body === undefined ? text : JSON.stringify(body, null, 2)
}

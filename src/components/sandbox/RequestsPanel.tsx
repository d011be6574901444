import { useState } from 'preact/hooks'
import { Answer, type NumberedAnswer } from './Answer.tsx'
import { type Draft, draftOf, requestOf } from './draft.ts'
import { type Finds, findIn, noFinds } from './finds.ts'
import { InspectToken } from './InspectToken.tsx'
import { routeLabel, routes } from './routes.ts'
import type { Send } from './use-sandbox.ts'

interface Props {
  /** Undefined while nothing answers. */
  readonly send: Send | undefined
  /** The story's own, by device. */
  readonly tokens: Readonly<Record<string, string>>
}

const methods = ['GET', 'POST', 'PUT', 'DELETE']

/** Sends requests to the running services, with a token of the story or one that came with an answer. */
export default function RequestsPanel({ send, tokens }: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(routes[0], noFinds))
  const [tokenName, setTokenName] = useState('')
  const [finds, setFinds] = useState<Finds>(noFinds)
  const [answer, setAnswer] = useState<NumberedAnswer>()
  const show = (result: NumberedAnswer['result']) =>
    setAnswer((before) => ({ number: (before?.number ?? 0) + 1, result }))
  const [ofRun, setOfRun] = useState(tokens)
  // A new run has new keys and new sessions: what came with answers is of no more use.
  if (ofRun !== tokens) {
    setOfRun(tokens)
    setFinds(noFinds)
    setTokenName('')
  }

  const token = finds.tokens[tokenName] ?? tokens[tokenName]
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const submit = async (event: Event) => {
    event.preventDefault()
    if (!send) return
    try {
      const sent = await send(requestOf(draft, token))
      const found = findIn(sent.response, draft.url, finds)
      show(sent)
      setFinds(found)
      if (found.newest !== finds.newest) setTokenName(found.newest)
    } catch (error) {
      show({ failure: error instanceof Error ? error.message : String(error) })
    }
  }

  return (
    <form class="sandbox-requests" onSubmit={submit}>
      <label class="field-route">
        Route
        <select
          onChange={({ currentTarget }) => setDraft(draftOf(routes[currentTarget.selectedIndex], finds))}
        >
          {routes.map((route) => (
            <option key={route.method + route.url}>{routeLabel(route)}</option>
          ))}
        </select>
      </label>
      <label class="field-token">
        Token
        <select value={tokenName} onChange={({ currentTarget }) => setTokenName(currentTarget.value)}>
          <option value="">none</option>
          {Object.keys(tokens).map((name) => (
            <option key={name} value={name}>
              {name}, from the story
            </option>
          ))}
          {Object.keys(finds.tokens).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <InspectToken token={token} />
      <label class="field-method">
        Method
        <select
          value={draft.method}
          onChange={({ currentTarget }) => change({ method: currentTarget.value })}
        >
          {methods.map((method) => (
            <option key={method}>{method}</option>
          ))}
        </select>
      </label>
      <label class="field-address">
        Address
        <input
          type="url"
          required
          spellcheck={false}
          value={draft.url}
          onInput={({ currentTarget }) => change({ url: currentTarget.value })}
        />
      </label>
      <label class="field-body">
        Body (JSON)
        <textarea
          rows={5}
          spellcheck={false}
          value={draft.body}
          onInput={({ currentTarget }) => change({ body: currentTarget.value })}
        />
      </label>
      <button type="submit" class="sandbox-button" disabled={!send}>
        Send
      </button>
      <p class="sandbox-hint">
        {send
          ? 'The story ends logged out, a token life later. A login gives you a token that works.'
          : 'Press Run first. Then the services are up and answer here.'}
      </p>
      <Answer answer={answer} />
    </form>
  )
}

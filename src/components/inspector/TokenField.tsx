import type { Reading } from './read-token.ts'
import type { RecipeName } from './recipes.ts'

export interface Pick {
  readonly name: RecipeName
  readonly label: string
}

interface Props {
  readonly input: string
  readonly reading: Reading
  readonly picks: readonly Pick[]
  /** The example that is shown, or empty. */
  readonly pick: RecipeName | ''
  readonly notice: string
  readonly onInput: (input: string) => void
  readonly onPick: (name: RecipeName) => void
  readonly onClear: () => void
}

/** Where a token goes in. */
export function TokenField({ input, reading, picks, pick, notice, onInput, onPick, onClear }: Props) {
  const { fault } = reading
  return (
    <div class="inspector-token">
      <div class="inspector-row">
        <label>
          Try one of these
          <select value={pick} onChange={({ currentTarget }) => onPick(currentTarget.value as RecipeName)}>
            <option value="" disabled>
              Your own token
            </option>
            {picks.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={onClear}>
          Clear
        </button>
      </div>
      <label class="inspector-wide">
        Token
        <textarea
          class="inspector-code"
          rows={6}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          aria-describedby="inspector-token-hint inspector-token-fault"
          aria-invalid={fault !== undefined}
          value={input}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      </label>
      <p id="inspector-token-hint" class="inspector-hint">
        {notice || 'Paste yours, with “Bearer” or without. It stays in this page.'}
      </p>
      <p id="inspector-token-fault" class="inspector-fault">
        {fault && (
          <>
            {fault.text} {fault.at !== undefined && `(Character ${fault.at + 1} of the token.)`}
          </>
        )}
      </p>
      {fault?.decoded && <Marked {...fault.decoded} />}
    </div>
  )
}

/** What was decoded, with the character that is at fault. */
const Marked = ({ text, at }: { text: string; at: number }) => (
  <pre class="inspector-code">
    {text.slice(0, at)}
    <mark>{text[at] ?? ' '}</mark>
    {text.slice(at + 1)}
  </pre>
)

import { useState } from 'preact/hooks'
import { type Change, changesBetween, type EditablePart, isObjectText, pretty } from './changes.ts'
import type { Decoded, Reading } from './read-token.ts'
import type { Signer } from './signing.ts'

interface Props {
  /** Another one makes the editors start anew. */
  readonly revision: number
  readonly reading: Reading
  readonly original: Reading
  /** Undefined where nobody here holds the signing key. */
  readonly signer: Signer | undefined
  readonly onEdit: (part: EditablePart, json: string) => void
  readonly onUndo: () => void
  readonly onSign: (signer: Signer) => void
}

/** Header and claims to be changed, as an attacker would, and as the issuer can. */
export function EditPane({ revision, reading, original, signer, onEdit, onUndo, onSign }: Props) {
  const changes = changesBetween(original, reading)
  const isEdited = reading.token !== original.token
  const alg = reading.header?.members.alg
  return (
    <div class="inspector-edit">
      <Editor key={`header ${revision}`} part="header" decoded={reading.header} onEdit={onEdit} />
      <Editor key={`payload ${revision}`} part="payload" decoded={reading.payload} onEdit={onEdit} />
      <p class="inspector-wide" aria-live="polite">
        {isEdited ? whyItFails(changes) : unedited}
      </p>
      <div class="inspector-row inspector-wide">
        <button type="button" aria-disabled={!isEdited} onClick={() => isEdited && onUndo()}>
          Undo the edits
        </button>
        <button
          type="button"
          disabled={!signer || !reading.payload || alg !== signer.alg}
          aria-describedby="inspector-sign-hint"
          onClick={() => signer && onSign(signer)}
        >
          Sign again
        </button>
        <p id="inspector-sign-hint" class="inspector-hint">
          {signHint(signer, alg)}
        </p>
      </div>
    </div>
  )
}

const unedited =
  'Change a claim, such as a role or a date. The token follows, with the signature that it has.'

function whyItFails(changes: readonly Change[]): string {
  const list = changes.map(({ part, name, how }) => `${name} (${part}) ${how}`).join(', ')
  return `${list || 'Only its text differs'}. The signature was made over the token as it was, and fits no other. Without the key nobody can make one that does.`
}

function signHint(signer: Signer | undefined, alg: unknown): string {
  if (!signer)
    return 'Only who holds the signing key can do that: this page for its examples, and you with a secret.'
  if (alg !== signer.alg) return `The key at hand signs with ${signer.alg}: the header has to say so.`
  return 'With the key that signed it, as the issuer would.'
}

interface EditorProps {
  readonly part: EditablePart
  readonly decoded: Decoded | undefined
  readonly onEdit: (part: EditablePart, json: string) => void
}

/** One part as text. What is not JSON stays here until it is. */
function Editor({ part, decoded, onEdit }: EditorProps) {
  const [draft, setDraft] = useState<string>()
  const text = draft ?? (decoded ? pretty(decoded) : '')
  const isWrong = draft !== undefined && !isObjectText(draft)
  const change = (json: string) => {
    setDraft(json)
    if (isObjectText(json)) onEdit(part, json)
  }
  const faultId = `inspector-${part}-fault`
  return (
    <div data-part={part}>
      <label>
        {part === 'header' ? 'Header' : 'Payload'}
        <textarea
          class="inspector-code"
          rows={14}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          disabled={!decoded}
          aria-invalid={isWrong}
          aria-describedby={faultId}
          value={text}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      </label>
      <p id={faultId} class="inspector-fault">
        {isWrong && 'Not a JSON object yet, so the token is as it was.'}
      </p>
    </div>
  )
}

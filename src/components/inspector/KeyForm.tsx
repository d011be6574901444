import type { SecretEncoding } from './engine/key-reading.ts'
import type { Verification } from './engine/verification.ts'
import { isSymmetric } from './policy.ts'

interface Props {
  readonly alg: string
  readonly value: string
  readonly encoding: SecretEncoding
  /** Why a key was taken out of the field, or empty. */
  readonly notice: string
  readonly verification: Verification | undefined
  readonly onInput: (key: string) => void
  readonly onEncoding: (encoding: SecretEncoding) => void
}

/** The key to check with. What was pasted is told in words, so that nobody checks with something else than they think. */
export function KeyForm({ alg, value, encoding, notice, verification, onInput, onEncoding }: Props) {
  const isRefused = notice !== '' || (verification?.keyIsRefused ?? false)
  return (
    <fieldset>
      <legend>The key</legend>
      <label class="inspector-wide">
        {labelFor(alg)}
        <textarea
          class="inspector-code"
          rows={9}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          aria-describedby="inspector-key-hint"
          aria-invalid={isRefused}
          value={value}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      </label>
      {isSymmetric(alg) && (
        <label class="inspector-check">
          <input
            type="checkbox"
            checked={encoding === 'base64url'}
            onChange={({ currentTarget }) => onEncoding(currentTarget.checked ? 'base64url' : 'text')}
          />
          The secret is written in base64url
        </label>
      )}
      <p id="inspector-key-hint" aria-live="polite" class={isRefused ? 'inspector-fault' : 'inspector-hint'}>
        {notice ||
          verification?.keyText ||
          'Never a private key: a public one is enough. It stays in this page.'}
      </p>
    </fieldset>
  )
}

function labelFor(alg: string): string {
  if (alg === '') return 'Secret or public key'
  return isSymmetric(alg) ? 'Secret, or a JWK of it' : 'Public key: JWK, key set or PEM'
}

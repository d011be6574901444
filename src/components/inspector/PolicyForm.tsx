import { algorithms, type Policy } from './policy.ts'

interface Props {
  readonly policy: Policy
  readonly onChange: (part: Partial<Policy>) => void
}

/** What the reader expects, before the token has a say. */
export const PolicyForm = ({ policy, onChange }: Props) => (
  <fieldset>
    <legend>What you expect</legend>
    <p class="inspector-hint">
      Decide this by what your issuer does. A verifier that takes it from the token lets the attacker decide.
    </p>
    <label>
      Algorithm
      <select value={policy.alg} onChange={({ currentTarget }) => onChange({ alg: currentTarget.value })}>
        <option value="">Choose one</option>
        {algorithms.map((alg) => (
          <option key={alg}>{alg}</option>
        ))}
      </select>
    </label>
    <TextField label="Type (typ)" value={policy.typ} onInput={(typ) => onChange({ typ })} />
    <TextField label="Issuer (iss)" value={policy.iss} onInput={(iss) => onChange({ iss })} />
    <TextField label="Audience (aud)" value={policy.aud} onInput={(aud) => onChange({ aud })} />
    <label>
      Clock tolerance in seconds
      <input
        type="number"
        min={0}
        max={300}
        value={policy.toleranceSeconds}
        onInput={({ currentTarget }) =>
          onChange({ toleranceSeconds: Math.max(0, currentTarget.valueAsNumber || 0) })
        }
      />
    </label>
    <label class="inspector-check">
      <input
        type="checkbox"
        checked={policy.isStrict}
        onChange={({ currentTarget }) => onChange({ isStrict: currentTarget.checked })}
      />
      As strict as the starters: sub, sid, jti, iat, exp, auth_time, one aud, and one hour at most
    </label>
  </fieldset>
)

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onInput: (value: string) => void
}

const TextField = ({ label, value, onInput }: TextFieldProps) => (
  <label>
    {label}
    <input
      type="text"
      spellcheck={false}
      autocomplete="off"
      autocapitalize="off"
      placeholder="any"
      value={value}
      onInput={({ currentTarget }) => onInput(currentTarget.value)}
    />
  </label>
)

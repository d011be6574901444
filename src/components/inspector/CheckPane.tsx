import type { SecretEncoding } from './engine/key-reading.ts'
import type { Verification } from './engine/verification.ts'
import { KeyForm } from './KeyForm.tsx'
import { PolicyForm } from './PolicyForm.tsx'
import type { Policy } from './policy.ts'
import { StepList } from './StepList.tsx'

interface Props {
  readonly policy: Policy
  readonly keyText: string
  readonly encoding: SecretEncoding
  /** Why a key was taken out of the field, or empty. */
  readonly keyNotice: string
  readonly verification: Verification | undefined
  readonly setPolicy: (part: Partial<Policy>) => void
  readonly setKey: (key: string) => void
  readonly setEncoding: (encoding: SecretEncoding) => void
}

/** What the reader expects, the key, and what a verifier does with both. */
export const CheckPane = ({ policy, verification, ...props }: Props) => (
  <div class="inspector-check-pane">
    <PolicyForm policy={policy} onChange={props.setPolicy} />
    <KeyForm
      alg={policy.alg}
      value={props.keyText}
      encoding={props.encoding}
      notice={props.keyNotice}
      verification={verification}
      onInput={props.setKey}
      onEncoding={props.setEncoding}
    />
    <StepList steps={verification?.steps ?? []} />
  </div>
)

import type { AuthErrorCode } from '../../../../examples/stateless/src/errors.ts'
import type { Finding } from '../findings.ts'
import type { Signer } from '../signing.ts'

export type StepName = 'Form' | 'Algorithm' | 'Key' | 'Signature' | 'Claims'

/** One thing that a verifier does. */
export interface Step {
  readonly name: StepName
  /** `open`: it could not be tried. */
  readonly state: 'passed' | 'failed' | 'open'
  /** One or two sentences. */
  readonly text: string
  /** The stable code of the starters' error, where it failed. */
  readonly code?: AuthErrorCode
}

/** What a verifier says to a token. */
export interface Verification {
  readonly state: 'accepted' | 'refused' | 'open'
  readonly text: string
  readonly code?: AuthErrorCode
  readonly steps: readonly Step[]
  /** What the key was taken for, or why it was not; empty without a key. */
  readonly keyText: string
  readonly keyIsRefused: boolean
  /** Whether the field it is in has to be emptied. */
  readonly keyIsPrivate: boolean
  readonly findings: readonly Finding[]
  /** With the secret that was given, whoever has it can also sign. */
  readonly signer?: Signer
}

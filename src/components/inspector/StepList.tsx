import type { Step } from './engine/verification.ts'

const words = { passed: 'passed', failed: 'failed', open: 'not tried' } as const

/** What a verifier does, in its order. */
export const StepList = ({ steps }: { steps: readonly Step[] }) => (
  <ol class="inspector-steps">
    {steps.map(({ name, state, text, code }) => (
      <li key={name} data-state={state}>
        <b>
          {name}: {words[state]}
        </b>{' '}
        {code && <a href={`/reference/errors/#${code}`}>{code}</a>} {text}
      </li>
    ))}
  </ol>
)

import type { ContainerView } from '../../sandbox/runtimes.ts'
import type { ContainerProblem } from '../../sandbox/webcontainer/problems.ts'
import type { Step } from '../../sandbox/webcontainer/steps.ts'
import { stepTexts } from './status.ts'

interface Props {
  readonly container: ContainerView
  readonly retry: () => void
}

/** How far the WebContainer is, step by step, and a way on when one failed. */
export function ContainerSteps({ container: { phase, problem, steps }, retry }: Props) {
  const canRetry = problem !== undefined && !lasting.includes(problem)
  if (phase === 'idle' || (steps.length === 0 && !canRetry)) return null
  return (
    <div class="sandbox-container">
      {steps.length > 0 && (
        <ol aria-label="WebContainer">
          {steps.map((step) => (
            <StepItem key={step.name} {...step} />
          ))}
        </ol>
      )}
      {canRetry && (
        <button type="button" class="sandbox-quiet" onClick={retry}>
          Retry
        </button>
      )}
    </div>
  )
}

const StepItem = ({ name, status, durationMs }: Step) => (
  <li class={status}>
    {stepTexts[name]}{' '}
    <span class="sandbox-note">
      {status}
      {durationMs !== undefined && ` ${(durationMs / 1000).toFixed(1)} s`}
    </span>
  </li>
)

/** What does not change while the page is open, so another try is of no use. */
const lasting: readonly ContainerProblem[] = ['not_isolated', 'unsupported_browser', 'ios_memory', 'no_key']

import { useRef } from 'preact/hooks'
import type { RuntimeState } from '../../sandbox/runtime.ts'
import type { Preference } from '../../sandbox/runtimes.ts'
import { canStop, isBusy, runtimeLabels } from './status.ts'
import { preferences } from './use-preference.ts'

interface Props {
  readonly state: RuntimeState
  readonly status: string
  /** What is to be said of the container, or empty. */
  readonly containerStatus: string
  readonly preference: Preference
  readonly prefer: (preference: Preference) => void
  readonly canUndo: boolean
  readonly run: () => void
  readonly stop: () => void
  readonly reset: () => void
  readonly undoReset: () => void
}

/** Run, Stop, Reset, and what the sandbox is at. */
export function Controls({ state, status, containerStatus, canUndo, ...props }: Props) {
  const { run, stop, reset, undoReset, preference, prefer } = props
  const resetButton = useRef<HTMLButtonElement>(null)
  const onUndo = () => {
    undoReset()
    // The button that was pressed goes away; the focus must not go with it.
    resetButton.current?.focus()
  }
  return (
    <div class="sandbox-controls">
      <button type="button" class="sandbox-button primary" onClick={run}>
        Run
      </button>
      <button type="button" class="sandbox-button" onClick={stop} disabled={!canStop(state)}>
        Stop
      </button>
      <button type="button" class="sandbox-button" onClick={reset} ref={resetButton}>
        Reset
      </button>
      {canUndo && (
        <button type="button" class="sandbox-button" onClick={onUndo}>
          Undo reset
        </button>
      )}
      <label class="sandbox-runtime">
        Runtime
        <select
          value={preference}
          onChange={({ currentTarget }) => prefer(currentTarget.value as Preference)}
        >
          {preferences.map((value) => (
            <option key={value} value={value}>
              {value === 'automatic' ? 'Automatic' : runtimeLabels[value]}
            </option>
          ))}
        </select>
      </label>
      <div class="sandbox-status" role="status">
        <p class={`sandbox-state ${isBusy(state) ? 'busy' : ''}`}>{status}</p>
        {containerStatus && <p class="sandbox-container-state">{containerStatus}</p>}
      </div>
    </div>
  )
}

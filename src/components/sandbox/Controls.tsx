import { useRef } from 'preact/hooks'
import type { RuntimeState } from '../../sandbox/runtime.ts'
import { canStop, isBusy } from './status.ts'

interface Props {
  readonly state: RuntimeState
  readonly status: string
  readonly canUndo: boolean
  readonly run: () => void
  readonly stop: () => void
  readonly reset: () => void
  readonly undoReset: () => void
}

/** Run, Stop, Reset, and what the sandbox is at. */
export function Controls({ state, status, canUndo, run, stop, reset, undoReset }: Props) {
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
      <p class={`sandbox-state ${isBusy(state) ? 'busy' : ''}`} role="status">
        {status}
      </p>
    </div>
  )
}

import { useRef, useState } from 'preact/hooks'
import type { OpenShell } from '../../sandbox/shell.ts'
import { useTerminal } from './use-terminal.ts'

interface Props {
  /** Opens a shell in the example's folder; undefined while there is no container. */
  readonly openShell: OpenShell | undefined
  /** Why there is none, in words. */
  readonly hint: string
  readonly frameUrl: string
}

/** The container's shell. It stays as it is while another panel is shown. */
export default function TerminalPanel({ openShell, hint, frameUrl }: Props) {
  return openShell ? (
    <Terminal openShell={openShell} frameUrl={frameUrl} />
  ) : (
    <p class="sandbox-hint">{hint}</p>
  )
}

function Terminal({ openShell, frameUrl }: { openShell: OpenShell; frameUrl: string }) {
  const box = useRef<HTMLDivElement>(null)
  const [screenReaderMode, setScreenReaderMode] = useState(false)
  const { ending, restart } = useTerminal(box, { openShell, frameUrl, screenReaderMode })
  return (
    <div class="sandbox-terminal">
      <p>
        Try <code>npm test</code> or <code>node src/demo.ts</code>. With a network, <code>npm install</code>{' '}
        works too. Escape and then Tab leaves the terminal.
      </p>
      <label>
        <input
          type="checkbox"
          checked={screenReaderMode}
          onChange={({ currentTarget }) => setScreenReaderMode(currentTarget.checked)}
        />
        Screen reader mode
      </label>
      <div class="sandbox-terminal-frame" ref={box} />
      <p aria-live="polite">
        {ending && (
          <>
            {ending}{' '}
            <button type="button" class="sandbox-quiet" onClick={restart}>
              New shell
            </button>
          </>
        )}
      </p>
    </div>
  )
}

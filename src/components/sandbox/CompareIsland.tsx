import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'
import { statusClass } from './story-line.ts'
import { differs, type Outcome, type StoryRow } from './story-table.ts'
import { strategies, useComparison } from './use-comparison.ts'

/** Runs the three demos and lays their answers side by side. */
export default function CompareIsland({ manifest }: { manifest: RuntimeManifest }) {
  const { rows, isRunning, status, run, stop } = useComparison(manifest)
  return (
    <>
      <div class="sandbox-controls">
        <button type="button" class="sandbox-button primary" onClick={run} disabled={isRunning}>
          Run all three
        </button>
        <button type="button" class="sandbox-button" onClick={stop} disabled={!isRunning}>
          Stop
        </button>
        <p class={`sandbox-state ${isRunning ? 'busy' : ''}`} role="status">
          {status}
        </p>
      </div>
      {rows.length > 0 && <StoryTable rows={rows} />}
    </>
  )
}

const StoryTable = ({ rows }: { rows: readonly StoryRow[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
  <section class="sandbox-compare" aria-label="Answers of the three strategies" tabIndex={0}>
    <table>
      <thead>
        <tr>
          <th scope="col">Step</th>
          {strategies.map((name) => (
            <th key={name} scope="col" data-strategy={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.number} row={row} />
        ))}
      </tbody>
    </table>
  </section>
)

function Row({ row }: { row: StoryRow }) {
  const isDifferent = differs(row, strategies.length)
  return (
    <tr class={isDifferent ? 'differs' : undefined}>
      <th scope="row">
        <span class="step-number">{row.number}</span> {row.step}{' '}
        {isDifferent && (
          <span class="sandbox-differs" role="img" aria-label="differs">
            ≠
          </span>
        )}
      </th>
      {strategies.map((name) => (
        <td key={name}>{row.outcomes[name] && <OutcomeText outcome={row.outcomes[name]} />}</td>
      ))}
    </tr>
  )
}

const OutcomeText = ({ outcome: { status, code } }: { outcome: Outcome }) => (
  <>
    <span class={statusClass(status)}>{status}</span> <span class="step-code">{breakable(code)}</span>
  </>
)

/** Lets a narrow column break a code between its words. */
const breakable = (code: string) =>
  code.split(/(?<=_)/).map((word, index) => [index > 0 && <wbr key={word} />, word])

import { useRef, useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'
import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'
import { loadExample, withEdits } from './example.ts'
import { addLine, differs, type Outcome, type StoryRow } from './story-table.ts'

const names: readonly ExampleName[] = ['stateless', 'redis', 'hybrid']

type Progress = 'idle' | 'running' | 'done' | 'failed'

const texts: Readonly<Record<Progress, string>> = {
  idle: 'In-page: ready. Run tells the story three times.',
  running: 'In-page: running …',
  done: 'In-page: done. Marked rows are where the strategies differ.',
  failed: 'In-page: a part did not load or a program failed. Check the connection and press Run again.',
}

/** Runs the three demos and lays their answers side by side. */
export default function CompareIsland({ manifest }: { manifest: RuntimeManifest }) {
  const [rows, setRows] = useState<readonly StoryRow[]>([])
  const [progress, setProgress] = useState<Progress>('idle')
  const isRunning = useRef(false)

  const runAll = async () => {
    if (isRunning.current) return
    isRunning.current = true
    setRows([])
    setProgress('running')
    const add = (name: ExampleName, text: string) => setRows((before) => addLine(before, name, text))
    const results = await Promise.allSettled(
      names.map((name) => runOne(name, manifest, (text) => add(name, text))),
    )
    setProgress(results.every(({ status }) => status === 'fulfilled') ? 'done' : 'failed')
    isRunning.current = false
  }

  return (
    <>
      <div class="sandbox-controls">
        <button
          type="button"
          class="sandbox-button primary"
          onClick={runAll}
          disabled={progress === 'running'}
        >
          Run all three
        </button>
        <p class={`sandbox-state ${progress === 'running' ? 'busy' : ''}`} role="status">
          {texts[progress]}
        </p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard */}
      <section class="sandbox-compare" aria-label="Answers of the three strategies" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Step</th>
              {names.map((name) => (
                <th key={name} scope="col">
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
    </>
  )
}

function Row({ row }: { row: StoryRow }) {
  const isDifferent = differs(row, names.length)
  return (
    <tr class={isDifferent ? 'differs' : undefined}>
      <th scope="row">
        {row.number} {row.step}
        {isDifferent && <span class="sandbox-note"> differs</span>}
      </th>
      {names.map((name) => (
        <td key={name}>{row.outcomes[name] && <OutcomeText outcome={row.outcomes[name]} />}</td>
      ))}
    </tr>
  )
}

function OutcomeText({ outcome: { status, code } }: { outcome: Outcome }) {
  return (
    <>
      <span class={`sandbox-status status-${status[0]}xx`}>{status === '-' ? '' : status}</span> {code}
    </>
  )
}

/** One demo in a runtime of its own, which is gone afterwards. */
async function runOne(
  name: ExampleName,
  manifest: RuntimeManifest,
  onLine: (text: string) => void,
): Promise<void> {
  const [example, { InPageRuntime }] = await Promise.all([
    loadExample(name),
    import('../../sandbox/worker/in-page-runtime.ts'),
  ])
  const runtime = new InPageRuntime({ baseUrl: '/runtime/', manifest })
  try {
    runtime.mount(withEdits(example, {}))
    const result = await runtime.run('src/demo.ts', { onOutput: ({ text }) => onLine(text) })
    if (!result.ok) throw result.error
  } finally {
    runtime.dispose()
  }
}

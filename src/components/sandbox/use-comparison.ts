import { useEffect, useRef, useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'
import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'
import { runDemo } from './run-demo.ts'
import { addLine, type StoryRow } from './story-table.ts'

export const strategies: readonly ExampleName[] = ['stateless', 'redis', 'hybrid']

export interface Comparison {
  readonly rows: readonly StoryRow[]
  readonly isRunning: boolean
  /** What the reader should know, in one sentence. */
  readonly status: string
  run(): Promise<void>
  stop(): void
}

/** The three demos at once, their lines gathered in one table as they come. */
export function useComparison(manifest: RuntimeManifest): Comparison {
  const [rows, setRows] = useState<readonly StoryRow[]>([])
  const [isRunning, setRunning] = useState(false)
  const [status, setStatus] = useState('In-page: ready. Run tells one story three times, side by side.')
  const running = useRef<AbortController>()
  useEffect(() => () => running.current?.abort(), [])

  const runOne = (name: ExampleName, signal: AbortSignal) => {
    const onLine = (text: string) => setRows((before) => addLine(before, name, text))
    return runDemo(name, { manifest, onLine, signal }).then(
      () => undefined,
      (error) => `${name}: ${messageOf(error)}`,
    )
  }
  return {
    rows,
    isRunning,
    status,
    async run() {
      running.current = new AbortController()
      const { signal } = running.current
      setRows([])
      setRunning(true)
      setStatus('In-page: running all three …')
      const failures = await Promise.all(strategies.map((name) => runOne(name, signal)))
      setRunning(false)
      setStatus(statusAfter(failures, signal.aborted))
    },
    stop: () => running.current?.abort(),
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function statusAfter(failures: readonly (string | undefined)[], isStopped: boolean): string {
  if (isStopped) return 'In-page: stopped. Run starts it fresh.'
  const failure = failures.find((text) => text !== undefined)
  return failure
    ? `In-page: failed. ${failure}`
    : 'In-page: done. Rows with ≠ are where the strategies differ.'
}

import type { ExampleName } from '../../sandbox/example-files.ts'
import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'
import { loadExample, withEdits } from './example.ts'

interface DemoOptions {
  readonly manifest: RuntimeManifest
  readonly onLine: (text: string) => void
  /** Ends the demo early. */
  readonly signal: AbortSignal
}

/** Runs an example's demo as it is in the repository, in a runtime of its own that is gone afterwards. Rejects when it fails. */
export async function runDemo(name: ExampleName, { manifest, onLine, signal }: DemoOptions): Promise<void> {
  const [example, { InPageRuntime }] = await Promise.all([
    loadExample(name),
    import('../../sandbox/worker/in-page-runtime.ts'),
  ])
  signal.throwIfAborted()
  const runtime = new InPageRuntime({ baseUrl: '/runtime/', manifest })
  const stop = () => void runtime.stop()
  signal.addEventListener('abort', stop)
  try {
    runtime.mount(withEdits(example, {}))
    const result = await runtime.run('src/demo.ts', { onOutput: ({ text }) => onLine(text) })
    if (!result.ok) throw result.error
  } finally {
    signal.removeEventListener('abort', stop)
    runtime.dispose()
  }
}

import { useEffect, useRef, useState } from 'preact/hooks'
import type { FileMap, OutputLine, RuntimeState, SandboxError } from '../../sandbox/runtime.ts'
import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'
import type { InPageRuntime } from '../../sandbox/worker/in-page-runtime.ts'

export interface Running {
  readonly state: RuntimeState
  readonly lines: readonly OutputLine[]
  /** Of the last run. */
  readonly tokens: Readonly<Record<string, string>>
  readonly runtime: InPageRuntime | undefined
  /** Loads what Run will need. */
  prepare(files: FileMap): Promise<void>
  run(files: FileMap): Promise<void>
  stop(): Promise<void>
}

/** One runtime for one sandbox, created when somebody shows interest. */
export function useRuntime(manifest: RuntimeManifest): Running {
  const runtime = useRef<Promise<InPageRuntime>>()
  const [current, setCurrent] = useState<InPageRuntime>()
  const [state, setState] = useState<RuntimeState>({ phase: 'idle' })
  const [tokens, setTokens] = useState<Running['tokens']>({})
  const output = useLines()

  const open = () => {
    runtime.current ??= create(manifest).then((created) => {
      created.onState(setState)
      setCurrent(created)
      return created
    })
    return runtime.current
  }
  useEffect(() => () => void runtime.current?.then((opened) => opened.dispose()), [])

  return {
    state,
    lines: output.lines,
    tokens,
    runtime: current,
    async prepare(files) {
      const opened = await open()
      opened.mount(files)
      opened.preload()
    },
    async run(files) {
      output.clear()
      setTokens({})
      const opened = await open()
      opened.mount(files)
      const result = await opened.run('src/demo.ts', { onOutput: output.add })
      if (result.ok) setTokens(await opened.tokens())
      else if (result.error.code !== 'stopped') output.add(errorLine(result.error))
    },
    stop: async () => (await open()).stop(),
  }
}

async function create(manifest: RuntimeManifest): Promise<InPageRuntime> {
  const { InPageRuntime } = await import('../../sandbox/worker/in-page-runtime.ts')
  return new InPageRuntime({ baseUrl: '/runtime/', manifest })
}

const errorLine = ({ code, message, at }: SandboxError): OutputLine => ({
  stream: 'stderr',
  text: `${code}: ${message}`,
  ...(at && { at }),
})

/** Lines as they come, shown once a frame: a flood costs the page one rendering a frame and no more. */
function useLines() {
  const all = useRef<OutputLine[]>([])
  const pending = useRef(0)
  const [lines, setLines] = useState<readonly OutputLine[]>([])
  const show = () => {
    pending.current = 0
    setLines([...all.current])
  }
  return {
    lines,
    add(line: OutputLine) {
      all.current.push(line)
      if (pending.current === 0) pending.current = requestAnimationFrame(show)
    },
    clear() {
      all.current = []
      show()
    },
  }
}

import { useEffect, useRef, useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'
import type {
  DispatchRequest,
  DispatchResponse,
  FileMap,
  OutputLine,
  Runtime,
  SandboxError,
} from '../../sandbox/runtime.ts'
import { type Preference, Runtimes } from '../../sandbox/runtimes.ts'
import { readFacts, whyNot } from '../../sandbox/webcontainer/support.ts'
import type { SandboxSettings } from './settings.ts'
import { useLines } from './use-lines.ts'
import { usePreference } from './use-preference.ts'
import { type RuntimesView, viewOf } from './view.ts'

export interface Running extends RuntimesView {
  readonly lines: readonly OutputLine[]
  /** Of the last run. */
  readonly tokens: Readonly<Record<string, string>>
  readonly preference: Preference
  prefer(preference: Preference): void
  retryContainer(): void
  startContainer(): void
  /** From the next run on. */
  useRedisServer(isWanted: boolean): void
  /** Loads what Run will need. */
  prepare(files: FileMap): Promise<void>
  run(files: FileMap): Promise<void>
  stop(): Promise<void>
  dispatch(request: DispatchRequest): Promise<DispatchResponse>
}

const takeOverText = 'The WebContainer failed. The same files run in the page now.'

/** Both runtimes of one sandbox, each created when it is needed. */
export function useRuntimes(name: ExampleName, settings: SandboxSettings): Running {
  const [tokens, setTokens] = useState<Running['tokens']>({})
  const output = useLines()
  const { runtimes, view } = useShared(name, settings)
  const [preference, keepPreference] = usePreference((kept) => runtimes().prefer(kept))

  return {
    ...view,
    lines: output.lines,
    tokens,
    preference,
    prefer(next) {
      keepPreference(next)
      runtimes().prefer(next)
    },
    retryContainer: () => runtimes().retryContainer(),
    startContainer: () => runtimes().startContainer(),
    useRedisServer: (isWanted) => runtimes().useRedisServer(isWanted),
    prepare: (files) => runtimes().prepare(files),
    async run(files) {
      output.clear()
      setTokens({})
      const result = await runtimes().run(files, {
        onOutput: output.add,
        onTakeOver() {
          output.clear()
          output.add({ stream: 'stderr', text: takeOverText })
        },
      })
      if (result.ok) setTokens(await tokensOf(runtimes().active))
      else if (result.error.code !== 'stopped') output.add(errorLine(result.error))
    },
    stop: () => runtimes().stop(),
    dispatch: (request) => runtimes().dispatch(request),
  }
}

/** Made in the browser, after the first rendering, which has to be the one that the server made. */
function useShared(name: ExampleName, settings: SandboxSettings) {
  const made = useRef<Runtimes>()
  const [view, setView] = useState<RuntimesView>(viewOf(undefined))
  const runtimes = () => {
    made.current ??= new Runtimes({
      openInPage: () => openInPage(settings),
      openContainer: () => openContainer(name, settings),
      whyNot: (preference) => whyNot(readFacts(settings.container), preference === 'webcontainer'),
      onChange: () => setView(viewOf(made.current)),
    })
    return made.current
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the island has come alive
  useEffect(() => {
    setView(viewOf(runtimes()))
    return () => made.current?.dispose()
  }, [])
  return { runtimes, view }
}

async function openInPage({ manifest }: SandboxSettings) {
  const { InPageRuntime } = await import('../../sandbox/worker/in-page-runtime.ts')
  return new InPageRuntime({ baseUrl: '/runtime/', manifest })
}

async function openContainer(name: ExampleName, { manifest, container }: SandboxSettings) {
  const { joinContainer } = await import('../../sandbox/webcontainer/of-the-page.ts')
  return joinContainer(name, { ...container, snapshotUrl: `/runtime/${manifest.container}` })
}

/** None when the program was stopped before it has told them. */
const tokensOf = async (runtime: Runtime | undefined) =>
  (await runtime?.tokens().catch(() => undefined)) ?? {}

const errorLine = ({ code, message, at }: SandboxError): OutputLine => ({
  stream: 'stderr',
  text: `${code}: ${message}`,
  ...(at && { at }),
})

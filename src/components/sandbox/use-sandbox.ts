import { useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'
import type { DispatchRequest, DispatchResponse } from '../../sandbox/runtime.ts'
import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'
import { statusText } from './status.ts'
import { useFiles } from './use-files.ts'
import { useRuntime } from './use-runtime.ts'

/** An answer and what it cost. */
export interface Sent {
  readonly response: DispatchResponse
  /** Commands that Redis received meanwhile; absent where there is no Redis. */
  readonly redisCommands?: number
}

export type Send = (request: DispatchRequest) => Promise<Sent>

/** One example: its files, its runtime, and what the reader can do with both. */
export function useSandbox(name: ExampleName, paths: readonly string[], manifest: RuntimeManifest) {
  const running = useRuntime(manifest)
  const [problem, setProblem] = useState<string>()
  const files = useFiles(name, paths, () => setProblem(loadProblem))
  const [lastCost, setLastCost] = useState<number>()
  const { runtime, state } = running
  const redis = name === 'stateless' ? undefined : runtime?.redis
  const isServing = state.phase === 'serving'

  const send: Send = async (request) => {
    if (!runtime) throw new Error('Nothing is running. Press Run first')
    const before = await redis?.inspect()
    const response = await runtime.dispatch(request)
    const after = await redis?.inspect()
    if (!before || !after) return { response }
    const redisCommands = after.commandCount - before.commandCount
    setLastCost(redisCommands)
    return { response, redisCommands }
  }
  return {
    files,
    lines: running.lines,
    tokens: running.tokens,
    state,
    status: problem ?? files.notice ?? statusText(state),
    lastCost,
    /** Absent while nothing answers. */
    send: isServing ? send : undefined,
    redis: isServing ? redis : undefined,
    stop: () => {
      files.forgetNotice()
      void running.stop()
    },
    /** A hover, a focus or a touch: Run is likely to follow. */
    prepare: () =>
      void files
        .mountable()
        .then(running.prepare)
        .catch(() => {}),
    async run() {
      setProblem(undefined)
      setLastCost(undefined)
      files.forgetNotice()
      try {
        await running.run(await files.mountable())
      } catch {
        setProblem(loadProblem)
      }
    },
  }
}

const loadProblem = 'In-page: a part did not load. Check the connection and press Run again.'

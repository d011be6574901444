import { useState } from 'preact/hooks'
import type { ExampleName } from '../../sandbox/example-files.ts'
import type { DispatchRequest, DispatchResponse } from '../../sandbox/runtime.ts'
import type { SandboxSettings } from './settings.ts'
import { containerText, runtimeLabels, statusText } from './status.ts'
import { useFiles } from './use-files.ts'
import { useRuntimes } from './use-runtimes.ts'

/** An answer and what it cost. */
export interface Sent {
  readonly response: DispatchResponse
  /** Commands that Redis received meanwhile; absent where there is no Redis. */
  readonly redisCommands?: number
}

export type Send = (request: DispatchRequest) => Promise<Sent>

/** One example: its files, its runtime, and what the reader can do with both. */
export function useSandbox(name: ExampleName, paths: readonly string[], settings: SandboxSettings) {
  const running = useRuntimes(name, settings)
  const [problem, setProblem] = useState<string>()
  const files = useFiles(name, paths, () => setProblem(loadProblem))
  const [lastCost, setLastCost] = useState<number>()
  const { state, active } = running
  const redis = name === 'stateless' ? undefined : running.redis
  const notice = problem ?? files.notice
  const isServing = state.phase === 'serving'

  const send: Send = async (request) => {
    const before = await redis?.inspect()
    const response = await running.dispatch(request)
    const after = await redis?.inspect()
    if (!before || !after) return { response }
    const redisCommands = after.commandCount - before.commandCount
    setLastCost(redisCommands)
    return { response, redisCommands }
  }
  return {
    ...running,
    files,
    status: notice === undefined ? statusText(running) : `${runtimeLabels[active]}: ${notice}`,
    containerStatus: containerText(running, running.preference, name !== 'stateless'),
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

const loadProblem = 'a part did not load. Check the connection and reload the page.'

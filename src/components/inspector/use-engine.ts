import { useEffect, useState } from 'preact/hooks'
import type { Verification } from './engine/verification.ts'
import type { Question } from './engine/verify.ts'
import { loadTools, type Tools } from './load-tools.ts'

/** What is known of a token’s signature. */
export interface Answer {
  /** Undefined until there is one. */
  readonly verification: Verification | undefined
  /** Undefined until they are loaded. */
  readonly tools: Tools | undefined
  /** Whether they could not be loaded. */
  readonly hasFailed: boolean
  /** Loads them, once. */
  readonly load: () => void
}

/**
 * Asks the starters’ verifier, which is loaded with the reader’s first action, so that the page is light until then.
 *
 * @param timeState changes when time has changed the answer
 */
export function useEngine(question: Omit<Question, 'nowMs'>, timeState: string): Answer {
  const [tools, setTools] = useState<Tools>()
  const [hasFailed, setHasFailed] = useState(false)
  const [verification, setVerification] = useState<Verification>()
  const { reading, policy, key, encoding } = question

  useEffect(() => {
    let isCurrent = true
    void tools?.verify({ reading, policy, key, encoding, nowMs: Date.now() }).then((answer) => {
      if (isCurrent) setVerification(answer)
    })
    return () => {
      isCurrent = false
    }
  }, [tools, reading, policy, key, encoding, timeState])

  const load = () => {
    if (tools) return
    loadTools().then(
      (loaded) => {
        setTools(loaded)
        setHasFailed(false)
      },
      () => setHasFailed(true),
    )
  }
  return { verification, tools, hasFailed, load }
}

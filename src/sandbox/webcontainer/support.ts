import type { ContainerProblem } from './problems.ts'

/** What decides whether a WebContainer can work on this page at all. */
export interface PageFacts {
  readonly isIsolated: boolean
  readonly hasSharedMemory: boolean
  readonly isOnline: boolean
  /** WebKit, where support of WebContainers is young. */
  readonly isWebKit: boolean
  /** A phone or tablet by Apple, where every browser is WebKit and memory is short. */
  readonly isIos: boolean
  /** `localhost` and the like, which need no key. */
  readonly isLocal: boolean
  readonly hasKey: boolean
}

/**
 * Why a WebContainer should not be tried here; undefined where it can be. The one predicate for it.
 *
 * @param isWanted whether the reader chose it: then a browser it may run badly in is no reason
 */
export function whyNot(facts: PageFacts, isWanted: boolean): ContainerProblem | undefined {
  if (!facts.isIsolated) return 'not_isolated'
  if (!facts.hasSharedMemory) return 'unsupported_browser'
  if (facts.isIos && !isWanted) return 'ios_memory'
  if (facts.isWebKit && !isWanted) return 'unsupported_browser'
  if (!facts.isLocal && !facts.hasKey) return 'no_key'
  if (!facts.isOnline) return 'offline'
  return undefined
}

export function readFacts({ apiKey }: { readonly apiKey: string }): PageFacts {
  const { maxTouchPoints, onLine } = navigator
  // Its errors alone have the line in a member of its own. The name that a browser gives itself proves nothing.
  const isWebKit = 'line' in new Error()
  return {
    isIsolated: globalThis.crossOriginIsolated === true,
    hasSharedMemory: typeof SharedArrayBuffer === 'function' && typeof WebAssembly === 'object',
    isOnline: onLine,
    isWebKit,
    // No Mac has a touch screen.
    isIos: isWebKit && maxTouchPoints > 1,
    isLocal: /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/.test(location.hostname),
    hasKey: apiKey !== '',
  }
}

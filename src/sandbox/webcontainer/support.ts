import type { ContainerProblem } from './problems.ts'

/** What decides whether a WebContainer can work on this page at all. */
export interface PageFacts {
  readonly isIsolated: boolean
  readonly hasSharedMemory: boolean
  readonly isOnline: boolean
  readonly isIos: boolean
  /** Safari on a computer: WebContainer support is alpha there. */
  readonly isSafari: boolean
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
  if (facts.isSafari && !isWanted) return 'unsupported_browser'
  if (!facts.isLocal && !facts.hasKey) return 'no_key'
  if (!facts.isOnline) return 'offline'
  return undefined
}

export function readFacts({ apiKey }: { readonly apiKey: string }): PageFacts {
  const { userAgent, platform, maxTouchPoints, onLine } = navigator
  // An iPad says that it is a Mac; no Mac has a touch screen.
  const isIos = /iP(hone|ad|od)/.test(userAgent) || (platform === 'MacIntel' && maxTouchPoints > 1)
  return {
    isIsolated: globalThis.crossOriginIsolated === true,
    hasSharedMemory: typeof SharedArrayBuffer === 'function' && typeof WebAssembly === 'object',
    isOnline: onLine,
    isIos,
    isSafari: /^((?!chrome|chromium|android|firefox).)*safari/i.test(userAgent),
    isLocal: /^(localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/.test(location.hostname),
    hasKey: apiKey !== '',
  }
}

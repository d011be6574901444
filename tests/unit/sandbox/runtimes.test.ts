import { describe, expect, it } from 'vitest'
import { runtimeFor } from '../../../src/sandbox/runtimes.ts'
import { type PageFacts, whyNot } from '../../../src/sandbox/webcontainer/support.ts'

const fine: PageFacts = {
  isIsolated: true,
  hasSharedMemory: true,
  isOnline: true,
  isIos: false,
  isWebKit: false,
  isLocal: false,
  hasKey: true,
}

describe('whyNot()', () => {
  it('has nothing against a page that is isolated, online and has a key', () => {
    expect(whyNot(fine, false)).toBeUndefined()
  })

  it.each<[object, string]>([
    [{ isIsolated: false }, 'not_isolated'],
    [{ hasSharedMemory: false }, 'unsupported_browser'],
    [{ isWebKit: true }, 'unsupported_browser'],
    [{ isIos: true, isWebKit: true }, 'ios_memory'],
    [{ hasKey: false }, 'no_key'],
    [{ isOnline: false }, 'offline'],
  ])('names the reason where %o', (facts, problem) => {
    expect(whyNot({ ...fine, ...facts }, false)).toBe(problem)
  })

  it('needs no key on a local address', () => {
    expect(whyNot({ ...fine, hasKey: false, isLocal: true }, false)).toBeUndefined()
  })

  it('lets a reader try a browser that it would not choose by itself', () => {
    expect(whyNot({ ...fine, isWebKit: true }, true)).toBeUndefined()
    expect(whyNot({ ...fine, isIos: true }, true)).toBeUndefined()
    expect(whyNot({ ...fine, isIsolated: false }, true)).toBe('not_isolated')
  })
})

describe('runtimeFor()', () => {
  it.each(['idle', 'starting', 'failed'] as const)(
    'answers from the page while the container is %s',
    (phase) => {
      expect(runtimeFor('automatic', phase)).toBe('in-page')
      expect(runtimeFor('webcontainer', phase)).toBe('in-page')
    },
  )

  it('uses a container that is up, unless the reader chose the page', () => {
    expect(runtimeFor('automatic', 'ready')).toBe('webcontainer')
    expect(runtimeFor('webcontainer', 'ready')).toBe('webcontainer')
    expect(runtimeFor('in-page', 'ready')).toBe('in-page')
  })
})

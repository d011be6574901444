import { describe, expect, it } from 'vitest'
import { layoutSequence, wrap } from '../../../../src/components/sequence/layout.ts'

const participants = [
  { id: 'a', name: 'A' },
  { id: 'b', name: 'B' },
]

describe('layoutSequence()', () => {
  it('puts steps below one another, in order, inside the picture', () => {
    const { arrows, phases, height } = layoutSequence({
      participants,
      steps: [
        { phase: 'First' },
        { from: 'a', to: 'b', text: 'a long question that needs more than a single line' },
        { from: 'b', to: 'b', text: 'think' },
        { from: 'b', to: 'a', text: 'answer', kind: 'answer' },
      ],
    })
    const tops = [
      ...phases.map(({ y }) => y),
      ...arrows.flatMap(({ lines, y }) => [...lines.map((line) => line.y), y]),
    ]
    expect(tops).toEqual(tops.toSorted((one, other) => one - other))
    expect(new Set(tops).size).toBe(tops.length)
    expect(Math.max(...tops)).toBeLessThan(height)
  })

  it('refuses a message from or to nobody', () => {
    const steps = [{ from: 'a', to: 'nobody', text: 'hello' }]
    expect(() => layoutSequence({ participants, steps })).toThrow('nobody')
  })
})

describe('wrap()', () => {
  it('breaks at spaces and keeps all words', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  })

  it('leaves a word whole that is longer than a line', () => {
    expect(wrap('a verylongword b', 5)).toEqual(['a', 'verylongword', 'b'])
  })
})

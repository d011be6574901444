import { describe, expect, it } from 'vitest'
import { splice } from '../../../../src/sandbox/program/splice.ts'

describe('splice()', () => {
  it('puts texts in and in place of others', () => {
    const { text } = splice('one two three', [
      { start: 8, end: 13, text: 'four' },
      { start: 4, end: 4, text: '(' },
      { start: 7, end: 7, text: ')' },
    ])
    expect(text).toBe('one (two) four')
  })

  it('keeps the order of what is put in at one place, before what takes a place there', () => {
    const at = (end: number, text: string) => ({ start: 1, end, text })
    expect(splice('abc', [at(2, 'B'), at(1, '<'), at(1, '(')]).text).toBe('a<(Bc')
  })

  it('knows where every character came from', () => {
    const source = 'first line\nsecond one\n\tthird'
    const edits = [
      { start: 6, end: 6, text: '>>' },
      { start: 11, end: 17, text: 'x' },
      { start: 28, end: 28, text: '\nmore' },
    ]
    const { text, original } = splice(source, edits)
    expect(text).toBe('first >>line\nx one\n\tthird\nmore')
    expect(original(1, 9)).toEqual({ line: 1, column: 7 })
    expect(original(2, 3)).toEqual({ line: 2, column: 8 })
    expect(original(3, 2)).toEqual({ line: 3, column: 2 })
  })

  it('takes what was put in for what comes behind it', () => {
    const { original } = splice('ab', [{ start: 1, end: 1, text: 'xyz' }])
    expect([2, 3, 4, 5].map((column) => original(1, column).column)).toEqual([2, 2, 2, 2])
  })

  it('takes the bracket of a call, which WebKit names, for what is called', () => {
    const { original } = splice('throw new Error(a.b(1))', [{ start: 0, end: 0, text: 'x;' }])
    expect(original(1, 'x;throw new Error('.length).column).toBe('throw n'.length)
    expect(original(1, 'x;throw new Error(a.b('.length).column).toBe('throw new Error(a.b'.length)
  })
})

import { describe, expect, it } from 'vitest'
import { RecordReader, toLine } from '../../src/sandbox/webcontainer/records.ts'

/** What a reader makes of output that comes in these pieces. */
function read(...pieces: string[]): unknown[] {
  const found: unknown[] = []
  const reader = new RecordReader({
    onLine: (text) => found.push(text),
    onRecord: (record) => found.push(record),
  })
  for (const piece of pieces) reader.push(piece)
  reader.end()
  return found
}

describe('RecordReader', () => {
  it('tells lines and records apart, in order, with the line ends of a terminal', () => {
    expect(read(`one\r\n${toLine({ a: 1 })}two\n`)).toEqual(['one', { a: 1 }, 'two'])
  })

  it('does not mind where the pieces end', () => {
    const output = `one\n${toLine({ a: 'x' })}two\n`
    expect(read(...output)).toEqual(['one', { a: 'x' }, 'two'])
  })

  it('keeps a line whole in the midst of which a record came', () => {
    expect(read(`begun ${toLine({ a: 1 })}and ended\n`)).toEqual([{ a: 1 }, 'begun and ended'])
  })

  it('hands on what has no line end when the output ends', () => {
    expect(read('no end')).toEqual(['no end'])
  })

  it('takes for nothing what a program marks as a record and is none', () => {
    expect(read('\u001enot json\n', 'on\n')).toEqual(['on'])
  })
})

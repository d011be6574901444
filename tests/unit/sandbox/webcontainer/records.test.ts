import { describe, expect, it } from 'vitest'
import { RecordReader, toLine } from '../../../../src/sandbox/webcontainer/records.ts'

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
    expect(read(`one\r\n${toLine({ type: 'a' })}two\n`)).toEqual(['one', { type: 'a' }, 'two'])
  })

  it('does not mind where the pieces end', () => {
    const output = `one\n${toLine({ type: 'x' })}two\n`
    expect(read(...output)).toEqual(['one', { type: 'x' }, 'two'])
  })

  it('keeps a line whole in the midst of which a record came', () => {
    expect(read(`begun ${toLine({ type: 'a' })}and ended\n`)).toEqual([{ type: 'a' }, 'begun and ended'])
  })

  it('hands on what has no line end when the output ends', () => {
    expect(read('no end')).toEqual(['no end'])
  })

  it('takes for nothing what a program marks as a record and is none', () => {
    for (const fake of ['not json', 'null', '1', '"started"', '[]', '{"type":1}'])
      expect(read(`\u001e${fake}\n`, 'on\n')).toEqual(['on'])
  })
})

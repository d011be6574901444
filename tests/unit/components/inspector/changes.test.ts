import { describe, expect, it } from 'vitest'
import {
  changesBetween,
  compact,
  isAlteration,
  withPart,
} from '../../../../src/components/inspector/changes.ts'
import { readToken } from '../../../../src/components/inspector/read-token.ts'
import { written } from '../../../kit/inspector-tokens.ts'

const spaced = written({}, '{ "sub": "a b",  "n": 1.0 }')
const original = readToken(spaced)

describe('withPart()', () => {
  it('changes one part and leaves the others, the signature too', () => {
    const edited = readToken(withPart(original, original, 'payload', '{"sub": "x"}'))
    expect(edited.payload?.json).toBe('{"sub":"x"}')
    expect(edited.parts.map(({ text }) => text)).toEqual([
      original.parts[0]?.text,
      expect.any(String),
      original.parts[2]?.text,
    ])
  })

  it('has the spelling of the original again when an edit is taken back', () => {
    const edited = readToken(withPart(original, original, 'payload', '{"sub": "x"}'))
    expect(withPart(edited, original, 'payload', '{"sub": "a b", "n": 1}')).toBe(spaced)
  })

  it('keeps what JSON.parse would lose', () => {
    const json = '{"n": 12345678901234567890, "a": 1, "a": 2}'
    const edited = readToken(withPart(original, original, 'payload', json))
    expect(edited.payload?.json).toBe('{"n":12345678901234567890,"a":1,"a":2}')
  })
})

describe('compact()', () => {
  it('takes out blanks between pieces, and none inside of text', () => {
    const value = { 'a b': ' x " y ', c: [1, 2] }
    expect(compact(JSON.stringify(value, null, '\t'))).toBe(JSON.stringify(value))
  })
})

describe('changesBetween()', () => {
  it('names each member that is not what it was', () => {
    const edited = readToken(written({ kid: 'k2' }, '{"sub":"b","x":{"y":1}}'))
    expect(changesBetween(original, edited)).toEqual([
      { part: 'header', name: 'kid', how: 'changed' },
      { part: 'payload', name: 'sub', how: 'changed' },
      { part: 'payload', name: 'n', how: 'removed' },
      { part: 'payload', name: 'x', how: 'added' },
    ])
    expect(changesBetween(original, original)).toEqual([])
  })
})

describe('isAlteration()', () => {
  it('takes a token for another when neither claims nor signature are the same', () => {
    const isMadeFrom = (token: string) => isAlteration(original, readToken(token))
    expect(isMadeFrom(written({}, '{"sub":"other"}'))).toBe(true)
    expect(isMadeFrom(spaced.replace(/AAAA$/, 'BBBB'))).toBe(true)
    expect(isMadeFrom(written({}, '{"sub":"other"}', 'BBBB'))).toBe(false)
    expect(isMadeFrom('')).toBe(false)
    expect(isAlteration(readToken(''), original)).toBe(false)
  })
})

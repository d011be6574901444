import { describe, expect, it } from 'vitest'
import { type Row, rows } from '../../../../src/data/chaos/matrix.ts'
import { outcomes } from '../../../../src/data/chaos/outcomes.ts'
import { answers, losses } from '../../../../src/data/chaos/words.ts'

const rowOf = (fault: string, strategy: string): Row => {
  const row = rows.find((candidate) => candidate.fault === fault && candidate.strategy === strategy)
  if (!row) throw new Error(`No row for ${fault}, ${strategy}`)
  return row
}
const textsOf = (row: Row) => losses(row).map(({ text }) => text)
const unsafe = (row: Row) => losses(row).some(({ isUnsafe }) => isUnsafe)

describe('outcomes', () => {
  it('have each fault once, next to those with the same outcome', () => {
    const shown = outcomes.map(({ faults }) => faults.map(({ redis }) => redis.fault))
    expect(shown.flat().sort()).toEqual([...new Set(rows.map(({ fault }) => fault))].sort())
    expect(shown.find((faults) => faults.includes('frozen'))).toContain('killed-aof')
    expect(shown.find((faults) => faults.includes('killed-snapshot'))).toContain('sentinel-lost-writes')
  })
})

describe('losses()', () => {
  it('marks what was ended and works again, and nothing else', () => {
    const marked = rows.filter(unsafe).map(({ fault, strategy }) => `${fault} ${strategy}`)
    expect(marked).toEqual(['killed-snapshot redis', 'sentinel-lost-writes redis'])
  })

  it('tells lost logins from lost sessions', () => {
    expect(textsOf(rowOf('killed-aof', 'redis'))).toEqual(['Nothing'])
    expect(textsOf(rowOf('killed-snapshot', 'hybrid'))).toEqual(['The last logins'])
    expect(textsOf(rowOf('killed-empty', 'hybrid'))).toEqual(['Sessions: everybody logs in again'])
  })
})

describe('answers()', () => {
  it('joins routes with the same answer', () => {
    expect(answers(rowOf('frozen', 'stateless'))).toEqual([{ answer: '200', routes: ['every route'] }])
    expect(answers(rowOf('frozen', 'hybrid'))).toEqual([
      { answer: '200', routes: ['GET /catalog', 'GET /me'] },
      { answer: '503 revocations_stale', routes: ['POST /transfer', 'POST /logout'] },
      { answer: '503 store_unavailable', routes: ['POST /refresh', 'POST /login'] },
    ])
  })
})

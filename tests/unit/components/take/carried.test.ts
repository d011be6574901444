import { describe, expect, it, test } from 'vitest'
import { carriedBy } from '../../../../src/components/take/carried.ts'
import { envFile } from '../../../../src/components/wizard/env-file.ts'
import { queryOf } from '../../../../src/components/wizard/questions.ts'
import { readRepository } from '../../../../src/data/repository.ts'
import { starterNames } from '../../../../src/starters/starter-names.ts'
import { cases } from '../../../kit/wizard-cases.ts'

describe('carriedBy()', () => {
  it('brings the settings of each answer to the starter that it leads to, and to no other', () => {
    for (const { answers, advice } of cases) {
      const carriers = starterNames.filter((name) => carriedBy(`?${queryOf(answers)}`, name) !== undefined)
      expect(carriers).toEqual([advice.strategy])
      expect(carriedBy(`?${queryOf(answers)}`, advice.strategy)?.shown).toBe(envFile(advice, answers))
    }
  })

  it('brings nothing without answers', () => {
    expect(carriedBy('', 'redis')).toBeUndefined()
    expect(carriedBy('?utm_source=x', 'redis')).toBeUndefined()
  })

  test('nothing that a link says gets into a .env but answers', () => {
    const plain = carriedBy('?revoke=now', 'redis')?.make()
    const forged =
      '?revoke=now&NODE_OPTIONS=--inspect&ISSUER_URL=https://evil.example&mint=issuer%0ANODE_OPTIONS=x'
    expect(carriedBy(forged, 'redis')?.make()).toBe(plain)
  })
})

describe('readRepository()', () => {
  it('takes the one that the site is built with, and makes none up', () => {
    expect(readRepository({ PUBLIC_REPOSITORY: 'somebody/some.fork' })).toBe('somebody/some.fork')
    for (const unset of [{}, { PUBLIC_REPOSITORY: '' }]) expect(readRepository(unset)).toBeUndefined()
  })

  it.each(['name', 'https://github.com/a/b', 'a/b; curl evil', 'a/b/c'])('refuses %j', (wrong) => {
    expect(() => readRepository({ PUBLIC_REPOSITORY: wrong })).toThrow('PUBLIC_REPOSITORY')
  })
})

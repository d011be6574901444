import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hasDuplicateMembers } from '../../examples/stateless/src/tokens/json-members.ts'
import { repeatMember, spell, styles, trees } from './json-trees.ts'
import { numRuns } from './runs.ts'

describe('hasDuplicateMembers() is', () => {
  test('false for any JSON as JSON.stringify writes it', () => {
    const property = fc.property(fc.jsonValue(), (value) => !hasDuplicateMembers(JSON.stringify(value)))
    fc.assert(property, { numRuns })
  })

  test('false for objects that name each member once, however they are spelled', () => {
    const property = fc.property(trees, styles, (tree, style) => {
      const text = spell(tree, style)
      expect(() => JSON.parse(text)).not.toThrow()
      return !hasDuplicateMembers(text)
    })
    fc.assert(property, { numRuns })
  })

  test('true once any object in it names any member again, however that is spelled', () => {
    const where = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99))
    const property = fc.property(trees, where, styles, (tree, place, style) => {
      const repeated = repeatMember(tree, place)
      fc.pre(repeated !== undefined)
      const text = spell(repeated, style)
      expect(() => JSON.parse(text)).not.toThrow()
      return hasDuplicateMembers(text)
    })
    fc.assert(property, { numRuns })
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAnnotations } from '../../../scripts/lib/requirement-annotations.ts'
import { buildMap, currentMapText, mapFile } from '../../../scripts/lib/requirement-map.ts'
import { strategyNames } from '../../../src/components/strategies.ts'
import { catalogue } from '../../../src/data/requirements/catalogue.ts'
import { notApplicable, notMet } from '../../../src/data/requirements/requirement.ts'

const file = 'tests/contract/x.test.ts'
const read = (text: string) => readAnnotations(file, text)

describe('readAnnotations()', () => {
  it('names a test by the groups around it, also those that a suite of ours wraps', () => {
    const text = `
      describe('sessions', () => {
        forEachStrategy(all, (cell) => {
          describe.each(rows)('%s', () => {
            // Why it matters.
            // meets: A-1, A-2 (redis, hybrid)
            // meets: A-3
            test.each<Row>(rows)('%s ends', async () => {})
          })
        })
      })`
    const test = { name: 'sessions > %s > %s ends', file }
    expect(read(text)).toEqual([
      { test, ids: ['A-1', 'A-2'], strategies: ['redis', 'hybrid'] },
      { test, ids: ['A-3'], strategies: strategyNames },
    ])
  })

  it('passes over what only looks like one', () => {
    expect(read('const text = `\n// meets: A-1\n`\n// It meets: nothing.\ntest("a", run)')).toEqual([])
  })

  it.each([
    ['a group', '// meets: A-1\ndescribe("a", () => {})'],
    ['a helper', '// meets: A-1\nconst help = () => {}\ntest("a", help)'],
    ['the end of the file', 'test("a", run)\n// meets: A-1\n'],
    ['a skipped test', '// meets: A-1\ntest.skip("a", run)'],
    ['a test in a skipped group', 'describe.skip("a", () => {\n// meets: A-1\ntest("a", run)\n})'],
  ])('refuses one above %s, by its line', (_, text) => {
    expect(() => read(text)).toThrow(/^tests\/contract\/x\.test\.ts:\d+: this "meets" line is above no test/)
  })

  it.each([
    ['beside a test', 'test("a", run) // meets: A-1', 'stands alone'],
    ['with another strategy', '// meets: A-1 (cookies)\ntest("a", run)', '"cookies" is none of'],
    ['without an id', '// meets:\ntest("a", run)', 'write "// meets: ID, ID"'],
    ['without commas', '// meets: A-1 A-2\ntest("a", run)', 'write "// meets: ID, ID"'],
    ['of another form', '/* meets: A-1 */\ntest("a", run)', 'write "// meets: ID, ID"'],
  ])('refuses one %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message)
  })
})

describe('buildMap()', () => {
  const asked = { id: 'A-1', text: 'Sessions end.', href: 'https://example.com/' }
  const some = (strategies: string) => read(`// meets: A-1 (${strategies})\ntest('a', run)`)

  it('has tests where there are some, and reasons elsewhere', () => {
    const gaps = [...notMet('cannot', ['stateless']), ...notApplicable('needs not', ['hybrid'])]
    expect(buildMap([{ ...asked, gaps }], some('redis'))).toEqual({
      'A-1': {
        stateless: { status: 'not-met', reason: 'cannot' },
        redis: { status: 'met', tests: [{ name: 'a', file }] },
        hybrid: { status: 'not-applicable', reason: 'needs not' },
      },
    })
  })

  it('refuses an id that the catalogue does not have', () => {
    expect(() => buildMap([], some('redis'))).toThrow(`A-1 is not in the catalogue: "a" in ${file} meets it`)
  })

  it('names every strategy with neither a test nor a reason', () => {
    expect(() => buildMap([asked], some('redis'))).toThrow(
      /^A-1, stateless: no test meets it.+\nA-1, hybrid: no test meets it[^\n]+$/,
    )
  })

  it('refuses a test and a reason at once', () => {
    const gaps = notMet('cannot', ['stateless'])
    expect(() => buildMap([{ ...asked, gaps }], some('stateless, redis, hybrid'))).toThrow(
      `A-1, stateless: "a" in ${file} meets it, but the catalogue says not-met`,
    )
  })
})

describe('the catalogue', () => {
  it('has each id once, and one reason at most for a strategy', () => {
    const ids = catalogue.flatMap(({ id, gaps = [] }) => [id, ...gaps.map((gap) => `${id} ${gap.strategy}`)])
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('is joined with the tests in the committed map', () => {
    expect(readFileSync(join(import.meta.dirname, '../../..', mapFile), 'utf8')).toBe(currentMapText())
  })
})

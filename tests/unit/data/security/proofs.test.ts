import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { strategyNames } from '../../../../src/components/strategies.ts'
import { answerTo } from '../../../../src/data/requirements/answers.ts'
import { catalogue } from '../../../../src/data/requirements/catalogue.ts'
import { proofs } from '../../../../src/data/security/proofs.ts'
import { region } from '../../../../src/snippets/region.ts'

const root = join(import.meta.dirname, '../../../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const page = read('src/content/docs/guides/secure.mdx')

const anchorOf = (heading: string) => heading.toLowerCase().replaceAll(' ', '-')
/** Each consideration with what stands below its heading. */
const sections = page
  .split(/^#{2,3} (?=.+\n)/m)
  .map((text): [anchor: string, text: string] => [anchorOf(text.split('\n', 1).join()), text])
  .filter(([, text]) => text.includes('<ProofOf'))

describe('the page on security', () => {
  test('ends each consideration with its proof, and has none left over', () => {
    const headings = [...page.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
    const shown = [...page.matchAll(/<ProofOf of="([\w-]+)" \/>/g)].map(([, id]) => id)
    expect(shown).toEqual(headings)
    expect(sections.map(([anchor]) => anchor)).toEqual(headings)
    expect(Object.keys(proofs)).toEqual(headings)
  })

  test('says in its description how many there are', () => {
    const numbers: Readonly<Record<string, number>> = { 'Twenty-four': 24 }
    const [, word = ''] = /^description: (\S+) things/m.exec(page) ?? []
    expect(numbers[word]).toBe(Object.keys(proofs).length)
  })

  test.each(sections)('%s: says what goes wrong, and shows code that is there', (_, text) => {
    const snippets = [...text.matchAll(/<Snippet file="(\S+)" region="(\S+)" \/>/g)]
    expect(snippets.length).toBeGreaterThan(0)
    for (const [, file = '', name = ''] of snippets)
      expect(region(read(`examples/${file}`), name, file)).not.toBe('')
    const [, firstParagraph = ''] = text.split('\n\n')
    expect(firstParagraph).toMatch(/^[A-Z`].+\.$/)
  })

  test.each(Object.entries(proofs))('%s: each of its tests exists by that title', (_, { tests }) => {
    expect(tests.length).toBeGreaterThan(0)
    const missing = tests.filter(({ file, name }) => !hasText(read(file), name))
    expect(missing).toEqual([])
  })

  test.each(Object.entries(proofs))(
    '%s: of a table it names the cases, and they are there',
    (_, { tests }) => {
      const nameless = tests.filter(({ name, cases = [] }) => isOfTable(name) && cases.length === 0)
      expect(nameless).toEqual([])
      const missing = tests.map(({ file, cases = [] }) => cases.filter((text) => !hasText(read(file), text)))
      expect(missing.flat()).toEqual([])
    },
  )

  test.each(Object.entries(proofs))('%s: says what is required, or that nothing is', (_, proof) => {
    const { meets, fallsShortOf = [], advisedBy } = proof
    const required = [...meets, ...fallsShortOf]
    expect(required.length > 0).toBe(advisedBy === undefined)
    expect(advisedBy?.href ?? 'https://').toMatch(/^https:\/\//)
    expect(meets.filter((id) => meeting(id) === 0)).toEqual([])
    expect(fallsShortOf.filter((id) => meeting(id) > 0)).toEqual([])
  })
})

/** How many strategies meet a requirement, as the map says. */
function meeting(id: string): number {
  const requirement = catalogue.find((asked) => asked.id === id)
  if (!requirement) throw new Error(`No such requirement: ${id}`)
  return strategyNames.filter((name) => answerTo(requirement, name).status === 'met').length
}

/** A title that says nothing without its row. */
const isOfTable = (name: string) => name.replaceAll(/%s|names/g, '').trim().length < 2

/** In quotes, as titles and rows stand in files. For `…` the file may have whatever it puts in. */
function hasText(file: string, text: string): boolean {
  const pieces = text.split('…').map((piece) => RegExp.escape(piece))
  return new RegExp(`(['\`])${pieces.join(String.raw`\$\{[^}]+\}`)}\\1`).test(file)
}

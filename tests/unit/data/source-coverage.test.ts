import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { covered } from '../../../src/data/source-coverage.ts'

const root = join(import.meta.dirname, '../../..')
/** The text that the project began with. It lies beside the project; SOURCE_DOCUMENT names another place. */
const sourceFile = process.env.SOURCE_DOCUMENT ?? join(root, '../shared/source-document.md')

describe('what the source document says', () => {
  test('is on the list to the last heading and bullet', () => {
    if (!existsSync(sourceFile))
      throw new Error(
        'source-document.md is missing. Put it into ../shared beside the project, or name it with SOURCE_DOCUMENT.',
      )
    expect(covered.map(({ text }) => text)).toEqual(topicsOf(readFileSync(sourceFile, 'utf8')))
  })

  test('is on a page that is there, under a heading that is there', () => {
    expect(covered.filter(({ page }) => !hasPlace(page))).toEqual([])
  })

  test('is tested in a file that is there', () => {
    expect(
      covered.filter(({ test }) => !/\.(test|spec)\.ts$/.test(test) || !existsSync(join(root, test))),
    ).toEqual([])
  })
})

/** Headings, bullets, numbered steps and the first cells of tables, without the code. */
function topicsOf(markdown: string): string[] {
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll('**', '')
  const topic =
    /^(?:#+ (?<heading>.+?):?|(?:- |\d+\. )(?<item>.+)|\| (?<cell>[A-Z][^|]*?) \|(?! Stateless).*)$/gm
  return [...prose.matchAll(topic)].map(({ groups = {} }) =>
    `${groups.heading ?? groups.item ?? groups.cell}`.trim(),
  )
}

function hasPlace(page: string): boolean {
  const [path = '', anchor] = page.split('#')
  const name = path === '/' ? 'index' : path.slice(1, -1)
  const file = [`${name}.mdx`, `${name}/index.mdx`]
    .map((candidate) => join(root, 'src/content/docs', candidate))
    .find((candidate) => existsSync(candidate))
  if (!file) return false
  return anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor)
}

/** As Starlight makes them of headings. */
const anchorsOf = (mdx: string): string[] =>
  [...mdx.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  )

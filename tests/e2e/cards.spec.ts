import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { distFolder, htmlOf, pagePaths } from '../kit/browser/pages.ts'

const paths = pagePaths()
const hasOwnCard = (path: string) => !path.startsWith('/source/') && path !== '/404.html'

/** What the head of a built page says of it, as a place that shows cards reads it: without a browser. */
function headOf(path: string): ReadonlyMap<string, string> {
  const html = htmlOf(path)
  const tags = html.matchAll(/<meta (?:name|property)="([^"]+)" content="([^"]*)"/g)
  const canonical = /<link rel="canonical" href="([^"]+)"/.exec(html)?.[1]
  if (canonical === undefined) throw new Error('Build the site with an address: PUBLIC_SITE')
  return new Map([
    ...Array.from(tags, ([, name = '', content = '']) => [name, content] as const),
    ['canonical', canonical],
  ])
}

/** The file behind an address of the built site. */
const fileAt = (address: string): string => join(distFolder, decodeURI(new URL(address).pathname))

test('every page has a title, a description and a card for where it is shared', () => {
  for (const path of paths) {
    const head = headOf(path)
    const { origin } = new URL(head.get('canonical') ?? '')
    expect(Object.fromEntries(head), path).toMatchObject({
      'og:title': expect.stringMatching(/./),
      'og:description': head.get('description'),
      'og:type': 'article',
      'og:url': head.get('canonical'),
      'og:image': expect.stringMatching(new RegExp(`^${origin}/cards/.+\\.png$`)),
      'og:image:type': 'image/png',
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:image:alt': expect.stringMatching(/./),
      'twitter:card': 'summary_large_image',
    })
  }
})

test('every card that a page names is a PNG of the size that the page says', () => {
  for (const address of new Set(paths.map((path) => headOf(path).get('og:image') ?? ''))) {
    const png = readFileSync(fileAt(address))
    // The PNG specification, sections 5.2 and 11.2.1: the signature, then the header chunk with width and height.
    expect(png.toString('latin1', 1, 16), address).toBe('PNG\r\n\x1a\n\0\0\0\rIHDR')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)], address).toEqual([1200, 630])
  }
})

test('each page has a card of its own, and no card is there for nothing', () => {
  const named = paths.filter(hasOwnCard).map((path) => fileAt(headOf(path).get('og:image') ?? ''))
  const drawn = globSync('cards/**/*.png', { cwd: distFolder }).map((file) => join(distFolder, file))
  expect(named.toSorted()).toEqual(drawn.toSorted())
})

test('a page of code shows the card of its strategy', () => {
  const card = (path: string) => headOf(path).get('og:image')
  expect(card('/source/hybrid/src/strategy.ts/')).toBe(card('/strategies/hybrid/'))
  expect(card('/source/redis/src/sessions/session-store.ts/')).toBe(card('/'))
})

test('a card is served as an image', async ({ request }) => {
  const { pathname } = new URL(headOf('/strategies/redis/').get('og:image') ?? '')
  const response = await request.get(pathname)
  expect([response.status(), response.headers()['content-type']]).toEqual([200, 'image/png'])
})

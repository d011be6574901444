import { existsSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { fileOf, htmlOf, pagePaths } from '../kit/browser/pages.ts'

test('every internal link leads to a page, and to a place on it', () => {
  const ids = new Map<string, Set<string>>()
  const idsOf = (path: string) => {
    const known =
      ids.get(path) ?? new Set(Array.from(htmlOf(path).matchAll(/\sid="([^"]+)"/g), ([, id]) => id))
    ids.set(path, known as Set<string>)
    return known
  }
  const broken = pagePaths().flatMap((page) =>
    internalLinks(page)
      .filter(({ pathname, hash }) => {
        const path = decodeURI(pathname)
        return (
          !existsSync(fileOf(path)) || (hash !== '' && !idsOf(path).has(decodeURIComponent(hash.slice(1))))
        )
      })
      .map(({ pathname, hash }) => `${page} links to ${pathname}${hash}`),
  )
  expect(broken).toEqual([])
})

function internalLinks(page: string): URL[] {
  const base = new URL(page, 'http://site.test')
  return Array.from(
    htmlOf(page).matchAll(/<a\s[^>]*?href="([^"]+)"/g),
    ([, href = '']) => new URL(href.replaceAll('&amp;', '&'), base),
  ).filter(({ origin }) => origin === base.origin)
}

import { expect, test } from '@playwright/test'
import { axeViolations } from '../kit/browser/axe.ts'
import { collectFaults, htmlOf, overflowPx, pagePaths } from '../kit/browser/pages.ts'
import { isWholeProduct } from '../kit/tier.ts'

// These pages differ in their code alone. Contrast inside code is asserted for both themes in tests/unit, so
// axe need not measure it again for tens of thousands of words, nor read pages whose elements are those of another,
// and all but one need not be measured in the dark.
const code = { except: 'pre' }
const paths = pagePaths().filter((path) => path.startsWith('/source/'))

/** What axe looks at besides code: which elements and roles a page has, whatever their number. */
function skeletonOf(path: string): string {
  const html = htmlOf(path).replace(/<(pre|style|script|template|nav)\b.*?<\/\1>/gs, '')
  const parts = html.match(/<[a-z][\w-]*|\b(?:role|aria-[a-z]+|lang|tabindex)(?==)/g) ?? []
  return [...new Set(parts)].sort().join(' ')
}

for (const [starter, pages] of Map.groupBy(paths, (path) => path.split('/')[2]))
  test(`every page of the code of ${starter} is sound`, async ({ page }) => {
    test.slow()
    const faults = collectFaults(page)
    const seen = new Set<string>()
    await page.emulateMedia({ colorScheme: 'light' })
    for (const path of pages) {
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(path)
      expect.soft(await overflowPx(page), `${path}: overflow at 1280 px`).toBe(0)
      const skeleton = skeletonOf(path)
      if (isWholeProduct || !seen.has(skeleton))
        expect.soft(await axeViolations(page, code), `${path}: axe`).toEqual([])
      seen.add(skeleton)
      await page.setViewportSize({ width: 360, height: 780 })
      expect.soft(await overflowPx(page), `${path}: overflow at 360 px`).toBe(0)
    }
    expect(faults).toEqual([])
  })

test('a page of code is sound in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(paths[0] ?? '')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await axeViolations(page, code)).toEqual([])
})

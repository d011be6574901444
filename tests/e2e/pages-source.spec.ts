import { expect, test } from '@playwright/test'
import { axeViolations } from './axe.ts'
import { collectFaults, overflowPx, pagePaths } from './pages.ts'

// These pages differ in their code alone. Contrast inside code is asserted for both themes in tests/unit, so
// axe need not measure it again for tens of thousands of words, and all but one need not be measured in the dark.
const code = { except: 'pre' }
const paths = pagePaths().filter((path) => path.startsWith('/source/'))

for (const [starter, pages] of Map.groupBy(paths, (path) => path.split('/')[2]))
  test(`every page of the code of ${starter} is sound`, async ({ page }) => {
    test.slow()
    const faults = collectFaults(page)
    await page.emulateMedia({ colorScheme: 'light' })
    for (const path of pages) {
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(path)
      expect.soft(await overflowPx(page), `${path}: overflow at 1280 px`).toBe(0)
      expect.soft(await axeViolations(page, code), `${path}: axe`).toEqual([])
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

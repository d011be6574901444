import { expect, test } from '@playwright/test'
import { axeViolations } from '../kit/browser/axe.ts'
import { collectFaults, collectScripts, overflowPx, pagePaths, readThrough } from '../kit/browser/pages.ts'
import { isWholeProduct } from '../kit/tier.ts'
import { expectTheme, looks, show } from './looks.ts'

const scriptBudgetBytes = 25 * 1024

/** Each theme and each size once: a colour does not depend on the width. */
const forAxe = looks.filter(({ colorScheme, size }) => (colorScheme === 'light') === size.width > 1000)

for (const path of pagePaths().filter((path) => !path.startsWith('/source/'))) {
  test(`${path} is sound: light and dark, narrow and wide`, async ({ page }) => {
    // axe reads all of a long page more than once.
    test.slow()
    const faults = collectFaults(page)
    const scripts = collectScripts(page)
    await page.goto(path)
    await readThrough(page)

    expect(await scripts.gzipBytes(), 'script in bytes, gzipped').toBeLessThanOrEqual(scriptBudgetBytes)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    for (const look of looks) {
      await show(page, look)
      await expectTheme(page, look)
      expect(await overflowPx(page), `overflow: ${look.name}`).toBe(0)
      if (isWholeProduct || forAxe.includes(look))
        expect(await axeViolations(page), `axe: ${look.name}`).toEqual([])
    }
    expect(faults).toEqual([])
  })
}

test('a script that was not built into the page does not run', async ({ page }) => {
  await page.goto('/')
  const policy = await page.locator('meta[http-equiv=content-security-policy]').getAttribute('content')
  expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'/)

  const violation = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective))
        const script = document.createElement('script')
        script.textContent = 'document.title = "injected"'
        document.body.append(script)
      }),
  )
  expect(await violation).toBe('script-src-elem')
  await expect(page).not.toHaveTitle('injected')
})

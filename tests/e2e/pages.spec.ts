import { expect, test } from '@playwright/test'
import { axeViolations, collectFaults, collectScripts, overflowPx, pagePaths, readThrough } from './pages.ts'

const scriptBudgetBytes = 25 * 1024
const narrow = { width: 360, height: 780 }
const wide = { width: 1280, height: 900 }

for (const path of pagePaths().filter((path) => !path.startsWith('/source/'))) {
  test(`${path} is sound: light and dark, narrow and wide`, async ({ page }) => {
    const faults = collectFaults(page)
    const scripts = collectScripts(page)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(wide)
    await page.goto(path)
    await readThrough(page)

    expect(await scripts.gzipBytes(), 'script in bytes, gzipped').toBeLessThanOrEqual(scriptBudgetBytes)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    expect(await overflowPx(page), 'overflow at 1280 px').toBe(0)
    expect(await axeViolations(page), 'axe, light').toEqual([])

    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize(narrow)
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    expect(await overflowPx(page), 'overflow at 360 px').toBe(0)
    expect(await axeViolations(page), 'axe, dark').toEqual([])
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

import { expect, type Locator, test } from '@playwright/test'
import { axeViolations } from './axe.ts'
import { expectTheme, looks, show } from './looks.ts'
import { collectFaults, htmlOf, hydrated, overflowPx, pagePaths } from './pages.ts'

const paths = pagePaths().filter((path) => path.endsWith('/') && htmlOf(path).includes('Sandbox: '))

test('there are sandboxes to walk', () => {
  expect(paths).toEqual(expect.arrayContaining(['/', '/compare/', '/migrate/', '/strategies/hybrid/']))
})

for (const path of paths)
  for (const look of looks)
    test(`${path}: every sandbox runs and every panel of it is sound (${look.name})`, async ({ page }) => {
      // It looks into every panel.
      test.slow()
      const faults = collectFaults(page)
      await show(page, look)
      await page.goto(path)
      await expectTheme(page, look)
      const sandboxes = page.getByRole('region', { name: /^Sandbox: / })
      for (const sandbox of await sandboxes.all()) {
        await runToTheEnd(sandbox)
        expect(await axeViolations(page)).toEqual([])
        for (const panel of await sandbox.getByRole('tablist', { name: 'Panels' }).getByRole('tab').all()) {
          await panel.click()
          await expect(panel).toHaveAttribute('aria-selected', 'true')
          await expect(sandbox.getByText('Loading …')).toHaveCount(0)
          expect(await overflowPx(page), `overflow: ${await panel.textContent()}`).toBe(0)
        }
      }
      expect(faults).toEqual([])
    })

async function runToTheEnd(sandbox: Locator): Promise<void> {
  await hydrated(sandbox)
  // What asks for the host of WebContainers, which is not there, has tests of its own.
  for (const runtime of await sandbox.getByLabel('Runtime').all()) await runtime.selectOption('in-page')
  await sandbox.getByRole('button', { name: /^Run( all three)?$/ }).click()
  await sandbox.getByRole('status').getByText('done').waitFor()
}

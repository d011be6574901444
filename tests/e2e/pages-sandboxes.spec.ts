import { expect, type Locator, test } from '@playwright/test'
import { axeViolations } from '../kit/browser/axe.ts'
import { collectFaults, htmlOf, hydrated, overflowPx, pagePaths } from '../kit/browser/pages.ts'
import { isWholeProduct } from '../kit/tier.ts'
import { expectTheme, type Look, looks, show } from './looks.ts'

const paths = pagePaths().filter((path) => path.endsWith('/') && htmlOf(path).includes('Sandbox: '))

test('there are sandboxes to walk', () => {
  expect(paths).toEqual(expect.arrayContaining(['/', '/compare/', '/migrate/', '/strategies/hybrid/']))
})

/** Each page is opened once, and changes its look meanwhile. With everything there is, it runs in each look. */
const runs = isWholeProduct ? looks.map((look) => [look]) : [looks]

const namesOf = (seen: readonly Look[]) => seen.map(({ name }) => name).join('; ')

for (const path of paths)
  for (const seen of runs)
    test(`${path}: every sandbox runs and every panel of it is sound (${namesOf(seen)})`, async ({
      page,
    }) => {
      // It looks into every panel.
      test.slow()
      const faults = collectFaults(page)
      const inEachLook = async (then: (look: Look) => Promise<void>) => {
        for (const look of seen) {
          await show(page, look)
          await expectTheme(page, look)
          await then(look)
        }
      }
      if (seen[0]) await show(page, seen[0])
      await page.goto(path)
      const sandboxes = page.getByRole('region', { name: /^Sandbox: / })
      for (const sandbox of await sandboxes.all()) {
        await runToTheEnd(sandbox)
        await inEachLook(async ({ name }) => expect(await axeViolations(page), name).toEqual([]))
        for (const panel of await sandbox.getByRole('tablist', { name: 'Panels' }).getByRole('tab').all()) {
          await panel.click()
          await expect(panel).toHaveAttribute('aria-selected', 'true')
          await expect(sandbox.getByText('Loading …')).toHaveCount(0)
          const title = await panel.textContent()
          await inEachLook(async ({ name }) => expect(await overflowPx(page), `${title}: ${name}`).toBe(0))
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

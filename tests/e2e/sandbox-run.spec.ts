import { expect, test } from '@playwright/test'
import { exampleNames } from '../../src/sandbox/example-files.ts'
import { overflowPx } from '../kit/browser/pages.ts'
import { SandboxPage } from '../kit/browser/sandbox-page.ts'
import { expectedStory, readStory, story } from '../kit/story.ts'

for (const name of exampleNames) {
  test(`${name}: Run shows the story that the contract expects`, async ({ page }) => {
    const sandbox = await SandboxPage.open(page, name)
    await expect(sandbox.status).toContainText('In-page: ready')
    await sandbox.runToTheEnd()
    expect(readStory(await sandbox.lines())).toEqual(expectedStory(name))
    await expect(sandbox.status).toContainText('In-page: done')
  })
}

test('the home page lets a reader run something at once', async ({ page }) => {
  await page.goto('/')
  const sandbox = new SandboxPage(page, 'redis')
  await sandbox.hydrated()
  await sandbox.runToTheEnd()
  expect(readStory(await sandbox.lines())).toEqual(expectedStory('redis'))
})

test('nothing of the runtime is loaded before the reader shows interest', async ({ page }) => {
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname))
  const sandbox = await SandboxPage.open(page, 'redis')
  await page.waitForLoadState('networkidle')
  const parts = () => loaded.filter((path) => /^\/(runtime|examples)\//.test(path))
  expect(parts()).toEqual([])
  await sandbox.run.focus()
  await expect.poll(() => parts().length).toBeGreaterThan(3)
})

test('all of it works by keyboard', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  await sandbox.run.focus()
  await page.keyboard.press('Enter')
  await sandbox.status.getByText('done').waitFor()
  await sandbox.tab('strategy.ts').focus()
  await page.keyboard.press('ArrowRight')
  await expect(sandbox.tab('demo.ts')).toBeFocused()
  await expect(sandbox.region.getByRole('tabpanel').first()).toContainText(
    'The same story for every strategy',
  )
  await sandbox.tab('Output').focus()
  await page.keyboard.press('End')
  await expect(sandbox.tab('Terminal')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Home')
  await expect(sandbox.output).toBeVisible()
})

test('Stop ends a program, and the next Run starts fresh', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await expect(sandbox.stop).toBeDisabled()
  await sandbox.runToTheEnd()
  await sandbox.stop.click()
  await expect(sandbox.status).toContainText('stopped')
  await sandbox.runToTheEnd()
})

test('Stop in the moment in which a program is done is a stop', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.region.evaluate((region) => {
    const [status, stop] = [region.querySelector('[role=status]'), region.querySelectorAll('button')[1]]
    new MutationObserver((_, observer) => {
      if (!status?.textContent?.includes('done')) return
      observer.disconnect()
      // By then the program has been asked for its tokens, and has not answered.
      setTimeout(() => stop?.click())
    }).observe(region, { subtree: true, childList: true, characterData: true })
  })
  await sandbox.run.click()
  await expect(sandbox.status).toContainText('stopped')
  await sandbox.runToTheEnd()
})

test('once loaded it runs offline', async ({ page, context }) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  await sandbox.runToTheEnd()
  await context.setOffline(true)
  await sandbox.runToTheEnd()
  expect(readStory(await sandbox.lines())).toEqual(expectedStory('redis'))
})

test('when the parts cannot be loaded the status says so, and the next Run tries again', async ({
  page,
  context,
}) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  await context.route('**/runtime/**', (route) => route.abort())
  await sandbox.run.click()
  await expect(sandbox.status).toContainText('failed')
  await expect(sandbox.output).toContainText('Check the connection')
  await context.unroute('**/runtime/**')
  await sandbox.runToTheEnd()
})

test('the comparison lays the three answers side by side and marks where they differ', async ({ page }) => {
  await page.goto('/compare/')
  const sandbox = new SandboxPage(page, 'all three')
  await sandbox.hydrated()
  await sandbox.region.getByRole('button', { name: 'Run all three' }).click()
  await sandbox.status.getByText('done').waitFor()
  const rows = await sandbox.region
    .locator('tbody tr')
    .evaluateAll((found) =>
      found.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').trim())),
    )
  expect(rows).toEqual(
    story.map(([step, ...outcomes], i) => [
      `${i + 1} ${step}${new Set(outcomes).size > 1 ? ' ≠' : ''}`,
      ...outcomes,
    ]),
  )
  await expect(sandbox.region.getByRole('row', { name: /phone refreshes differs/ })).toHaveCount(1)
  expect(await sandbox.axeViolations()).toEqual([])
  await page.setViewportSize({ width: 360, height: 800 })
  expect(await overflowPx(page)).toBe(0)
})

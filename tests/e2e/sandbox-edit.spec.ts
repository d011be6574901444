import { expect, test } from '@playwright/test'
import { settled } from '../kit/browser/pages.ts'
import { SandboxPage } from '../kit/browser/sandbox-page.ts'

test('an edit runs, stays after a reload, and Reset takes it back and can be undone', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.replaceDemo("const greeting: string = 'edited by a reader'\nconsole.log(greeting)")
  await sandbox.run.click()
  await expect(sandbox.output).toContainText('edited by a reader')
  await expect(sandbox.tab('demo.ts')).toContainText('edited')

  await page.reload()
  await sandbox.hydrated()
  await expect(sandbox.tab('demo.ts')).toContainText('edited')
  await sandbox.tab('demo.ts').click()
  await expect(sandbox.region.getByRole('tabpanel').first()).toContainText('edited by a reader')
  await sandbox.run.click()
  await expect(sandbox.output).toContainText('edited by a reader')

  await sandbox.reset.click()
  await expect(sandbox.status).toContainText('Undo reset brings them back')
  await expect(sandbox.tab('demo.ts')).not.toContainText('edited')
  await sandbox.runToTheEnd()
  await expect(sandbox.output).toContainText('laptop logs in')

  await sandbox.region.getByRole('button', { name: 'Undo reset' }).click()
  await expect(sandbox.reset).toBeFocused()
  await expect(sandbox.tab('demo.ts')).toContainText('edited')
  await sandbox.run.click()
  await expect(sandbox.output).toContainText('edited by a reader')
})

test('an error leads to its line in the editor', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.replaceDemo("const a = 1\n\nthrow new Error('here ' + a)")
  await sandbox.run.click()
  await expect(sandbox.output).toContainText('here 1')
  await sandbox.tab('strategy.ts').click()
  await sandbox.output.getByRole('button', { name: 'Open src/demo.ts:3:7' }).first().click()
  await expect(sandbox.editor).toBeFocused()
  await expect(sandbox.region.locator('.cm-activeLine')).toHaveText("throw new Error('here ' + a)")
})

test('an edit that is no TypeScript says where', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.replaceDemo('const a = = 1')
  await sandbox.run.click()
  await expect(sandbox.output.getByRole('button', { name: /^Open src\/demo\.ts:1:/ })).toBeVisible()
  await expect(sandbox.status).toContainText('failed')
})

test('a click on the code, or Enter, opens the editor at that line', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  const code = sandbox.region.getByRole('tabpanel').first()
  await code.getByText('createRedisVerifier').first().click()
  await expect(sandbox.region.locator('.cm-activeLine')).toContainText('createRedisVerifier')

  await page.reload()
  await sandbox.hydrated()
  await code.focus()
  await page.keyboard.press('Enter')
  await expect(sandbox.region.getByRole('textbox', { name: /^Editor: src\/strategy\.ts/ })).toBeFocused()
})

test('while the editor is open, arrows move from file to file and leave the focus on the tabs', async ({
  page,
}) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.region.getByRole('button', { name: 'Edit' }).click()
  await expect(sandbox.region.getByRole('textbox', { name: /^Editor/ })).toBeFocused()
  await sandbox.tab('strategy.ts').focus()
  await page.keyboard.press('ArrowRight')
  await expect(sandbox.editor).toBeVisible()
  await settled(page)
  await expect(sandbox.tab('demo.ts')).toBeFocused()
})

test('Escape, then Tab, leaves the editor', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.replaceDemo('console.log(1)')
  // The editor wants Tab within two seconds of Escape, which a busy machine may miss.
  await expect(async () => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await expect(sandbox.editor).not.toBeFocused({ timeout: 1_000 })
  }).toPass()
})

test('a loop without an end leaves the page alive and says what happened', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.replaceDemo('for (;;) {}')
  await sandbox.run.click()
  await sandbox.status.getByText('did not answer').waitFor()
  await sandbox.reset.click()
  await sandbox.runToTheEnd()
})

test('a flood of output leaves the page alive and says what happened', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.replaceDemo("for (let i = 0; i < 100_000; i++) console.log('line ' + i)")
  await sandbox.run.click()
  await expect(sandbox.status).toContainText('printed too much')
  await expect(sandbox.output).toContainText('output_flood')
  await sandbox.reset.click()
  await sandbox.runToTheEnd()
})

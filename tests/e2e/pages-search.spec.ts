import { expect, test } from '@playwright/test'
import { axeViolations } from '../kit/browser/axe.ts'
import { collectFaults } from '../kit/browser/pages.ts'

test('search loads when it is opened, and works without a mouse', async ({ page }) => {
  const faults = collectFaults(page)
  const requested: string[] = []
  page.on('request', (request) => requested.push(new URL(request.url()).pathname))
  await page.goto('/strategies/hybrid/')
  await page.waitForLoadState('networkidle')
  expect(requested.filter((path) => path.startsWith('/pagefind/'))).toEqual([])

  await page.keyboard.press('Control+k')
  const dialog = page.getByRole('dialog', { name: 'Search' })
  const field = dialog.getByRole('searchbox', { name: 'Search this site' })
  await expect(field).toBeFocused()

  await page.keyboard.type('revocation')
  await expect(dialog.getByRole('status')).toContainText('found for “revocation”')
  await expect(dialog.getByRole('link').first()).toBeVisible()
  expect(await axeViolations(page)).toEqual([])

  await page.keyboard.press('ArrowDown')
  const first = dialog.getByRole('link').first()
  await expect(first).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(field).toBeFocused()
  await page.keyboard.press('ArrowDown')
  const target = await first.getAttribute('href')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`${target}$`))
  expect(faults).toEqual([])
})

test('search says so when nothing matches, and Escape gives the focus back', async ({ page }) => {
  await page.goto('/')
  const button = page.getByRole('button', { name: 'Search' })
  await button.click()
  const dialog = page.getByRole('dialog', { name: 'Search' })
  await dialog.getByRole('searchbox').fill('zebra')
  await expect(dialog.getByRole('status')).toHaveText('Nothing found for “zebra”')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(button).toBeFocused()
})

test('search follows the first result on Enter', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Search' }).click()
  const dialog = page.getByRole('dialog', { name: 'Search' })
  await dialog.getByRole('searchbox').fill('minutes')
  const target = await dialog.getByRole('link').first().getAttribute('href')
  await dialog.getByRole('searchbox').press('Enter')
  await expect(page).toHaveURL(new RegExp(`${target}$`))
})

test('search works where its worker does not come, on the page itself', async ({ page }) => {
  await page.route('**/pagefind-worker.js', (route) => route.abort())
  await page.goto('/')
  await page.getByRole('button', { name: 'Search' }).click()
  const dialog = page.getByRole('dialog', { name: 'Search' })
  await dialog.getByRole('searchbox').fill('revocation')
  await expect(dialog.getByRole('status')).toContainText('found for “revocation”')
})

import { expect, test } from '@playwright/test'
import { signingRules } from '../../src/components/wizard/signing-rules.ts'
import { strategyRules } from '../../src/components/wizard/strategy-rules.ts'
import { axeViolations } from '../kit/browser/axe.ts'
import { collectFaults, overflowPx } from '../kit/browser/pages.ts'
import { WizardPage } from './wizard-page.ts'

const usual = [
  'With the next request',
  'Nothing: 503 is fine',
  'People, in browsers or apps',
  'One issuer; services only check',
  'Several services of one team',
  'Up to 5,000',
  'Up to a million',
]

test('has an answer at once, and another as soon as something else is chosen', async ({ page }) => {
  const wizard = await WizardPage.open(page)
  expect(await wizard.chosen()).toEqual(usual)
  await expect(wizard.answer).toContainText('A revoked token is refused by the next check.')
  await expect(wizard.take).toHaveText('Take the Redis starter')

  await wizard.option('Within 10 seconds').check()
  await wizard.option('Reads and other low-risk routes').check()
  await expect(wizard.answer).toContainText('A revoked token stops within 10 seconds')
  await expect(wizard.answer).toContainText('Not all of it can be had')
  await expect(page.getByRole('heading', { name: 'Why Hybrid' })).toBeVisible()
  await expect(page.locator('.env-block pre')).toContainText('REVOCATION_BOUND_MS=10000')
})

test('works with the keyboard alone', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const wizard = await WizardPage.open(page)
  await wizard.tabTo(wizard.option('With the next request'))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(wizard.option('Within 10 seconds')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(wizard.option('Nothing: 503 is fine')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(wizard.answer).toContainText('Hybrid')
  await wizard.tabTo(wizard.copyLink)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Copied.')).toBeVisible()
  await wizard.tabTo(page.getByRole('button', { name: 'Copy .env' }))
  await page.keyboard.press('Enter')
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^REVOCATION_BOUND_MS=10000$/m)
})

test('a copied link brings the answers to somebody else', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const wizard = await WizardPage.open(page)
  await wizard.option('Within an hour').check()
  await wizard.option('Machines').check()
  await wizard.copyLink.click()
  await expect(page.getByText('Copied.')).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toBe(page.url())

  const other = await context.newPage()
  await other.goto(link)
  const shared = new WizardPage(other)
  await expect(shared.answer).toContainText('Stateless')
  expect(await shared.chosen()).toEqual(await wizard.chosen())
  await expect(shared.answer).toHaveText(await wizard.answer.innerText(), { useInnerText: true })
})

test('the way back and a reload keep the answers', async ({ page }) => {
  const wizard = await WizardPage.open(page)
  await wizard.option('Within 2 seconds').check()
  await wizard.option('Everything: no request may depend on Redis').check()
  const chosen = await wizard.chosen()
  await wizard.take.click()
  await expect(page).toHaveURL(/\/strategies\/hybrid\/\?revoke=2s&outage=all.*#take-it$/)
  await page.goBack()
  await expect(wizard.answer).toContainText('Hybrid')
  expect(await wizard.chosen()).toEqual(chosen)
  await page.reload()
  await expect(wizard.answer).toContainText('Hybrid')
  expect(await wizard.chosen()).toEqual(chosen)
})

test('answers are no steps to go back, but a jump within the page is', async ({ page }) => {
  const wizard = await WizardPage.open(page)
  await wizard.option('Within 2 seconds').check()
  await page.evaluate(() => {
    location.hash = 'typical-situations'
  })
  await wizard.option('Within a minute').check()
  await expect(page).toHaveURL(/revoke=1min.*#typical-situations$/)
  await page.goBack()
  await expect(wizard.option('Within 2 seconds')).toBeChecked()
  await page.goForward()
  await expect(wizard.option('Within a minute')).toBeChecked()
})

for (const query of [
  '?revoke=%3Cscript%3E&outage=__proto__&sessions=',
  '?&&==&%',
  `?mint=${'x'.repeat(5000)}`,
]) {
  test(`a link that makes no sense means the usual answers: ${query.slice(0, 24)}`, async ({ page }) => {
    const faults = collectFaults(page)
    const wizard = await WizardPage.open(page, query)
    await expect(wizard.answer).toContainText('Redis')
    expect(await wizard.chosen()).toEqual(usual)
    await wizard.option('Within 2 seconds').check()
    await expect(page).toHaveURL(/\?revoke=2s&outage=nothing/)
    expect(faults).toEqual([])
  })
}

test('wishes that contradict each other: the page says what gives, accessibly, also on a phone', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'light' })
  const wizard = await WizardPage.open(page, '?revoke=now&outage=all&mint=checker&services=teams')
  await expect(page.getByRole('heading', { name: 'What gives' })).toBeVisible()
  await expect(page.locator('.wizard').getByText('They change sessions, so they answer 503')).toBeVisible()
  expect(await axeViolations(page), 'axe, light').toEqual([])

  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 360, height: 780 })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await overflowPx(page), 'overflow at 360 px').toBe(0)
  expect(await axeViolations(page), 'axe, dark').toEqual([])
  // The short answer is in sight while one answers.
  await wizard.option('With the next request').scrollIntoViewIfNeeded()
  await expect(wizard.answer).toBeInViewport({ ratio: 1 })
})

test('where an opaque session id is simply better, the answer says so', async ({ page }) => {
  const wizard = await WizardPage.open(page)
  await expect(wizard.answer).not.toContainText('opaque')
  await wizard.option('One program').check()
  await expect(wizard.answer).toContainText('An opaque session id is simply better here.')
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a table answers every combination', async ({ page }) => {
    await page.goto('/choose/')
    await expect(page.locator('noscript a[href="#the-rules"]')).toBeVisible()
    const rules = page.getByRole('region', { name: 'The rules for the strategy' })
    await expect(rules.getByRole('row')).toHaveCount(strategyRules.length + 1)
    const atOnce = rules.getByRole('row', { name: /With the next request .*Nothing: 503 is fine/ })
    await expect(atOnce.getByRole('link')).toHaveAttribute('href', '/strategies/redis/')
    const keys = page.getByRole('region', { name: 'The rules for the key' })
    await expect(keys.getByRole('row')).toHaveCount(signingRules.length + 1)
  })

  test('a table answers typical situations, and no dead form is shown', async ({ page }) => {
    await page.goto('/choose/')
    await expect(page.getByRole('form', { name: 'Your situation' })).toBeHidden()
    const table = page.getByRole('region', { name: 'Typical situations and what to take' })
    await expect(table.getByRole('row')).toHaveCount(11)
    const shop = table.getByRole('row', { name: /A busy shop/ })
    await expect(shop.getByRole('link', { name: 'Hybrid' })).toHaveAttribute('href', '/strategies/hybrid/')
    await expect(shop).toContainText('REVOCATION_BOUND_MS=10000')
  })
})

test('a typical situation opens in the form', async ({ page }) => {
  const wizard = await WizardPage.open(page)
  await page.getByRole('link', { name: 'Jobs and services that call each other' }).click()
  await expect(page).toHaveURL(/revoke=5min/)
  await wizard.hydrated()
  await expect(wizard.option('Machines')).toBeChecked()
  await expect(wizard.answer).toContainText('Stateless')
})

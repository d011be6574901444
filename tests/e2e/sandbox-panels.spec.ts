import { expect, test } from '@playwright/test'
import type { ExampleName } from '../../src/sandbox/example-files.ts'
import { overflowPx } from '../kit/browser/pages.ts'
import { SandboxPage } from '../kit/browser/sandbox-page.ts'

/** Sends one request from the Requests tab and returns the answer's text. */
async function send(sandbox: SandboxPage, route: string, token = ''): Promise<string> {
  await sandbox.tab('Requests').click()
  await sandbox.region.getByLabel('Route').selectOption(route)
  await sandbox.region.getByLabel('Token').selectOption(token)
  return press(sandbox)
}

/** Sends what the form holds. */
async function press(sandbox: SandboxPage): Promise<string> {
  const answer = sandbox.region.getByRole('region', { name: 'Answer' })
  const before = await answer.textContent()
  await sandbox.region.getByRole('button', { name: 'Send' }).click()
  await expect(answer).not.toHaveText(before ?? '')
  return (await answer.textContent())?.replace(/^Answer \d+: /, '') ?? ''
}

test('requests need a program, then go out with a token or without', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  await sandbox.tab('Requests').click()
  await expect(sandbox.region.getByRole('button', { name: 'Send' })).toBeDisabled()
  await sandbox.tab('Output').click()
  await sandbox.runToTheEnd()
  expect(await send(sandbox, 'API GET /me')).toMatch(/^401 in .*token_missing/s)
  expect(await send(sandbox, 'Issuer POST /login')).toMatch(/^200 in .*access_token/s)
  expect(await send(sandbox, 'API GET /me', 'login 1')).toMatch(/^200 in .*"Alice"/s)
  expect(await send(sandbox, 'API GET /me', 'phone')).toMatch(/^401 in .*token_expired/s)
})

test('a panel that did not load says so', async ({ page, context }) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  await context.setOffline(true)
  await sandbox.tab('Redis').click()
  await expect(sandbox.region.getByText('This panel did not load. Check the connection')).toBeVisible()
})

test('what answers bring is at hand for the next request', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  await sandbox.runToTheEnd()
  const token = sandbox.region.getByLabel('Token')
  await send(sandbox, 'Issuer POST /login')
  await expect(token).toHaveValue('login 1')
  expect(await send(sandbox, 'Issuer POST /refresh')).toMatch(/^200 in /)
  await expect(token).toHaveValue('refresh 2')
  expect(await send(sandbox, 'Issuer GET /sessions', 'refresh 2')).toMatch(/^200 in .*"laptop"/s)
  expect(await send(sandbox, 'Issuer DELETE /sessions/:sid', 'refresh 2')).toMatch(/^200 in .*immediate/s)
  expect(await send(sandbox, 'API GET /me', 'refresh 2')).toMatch(/^401 in .*session_revoked/s)

  await sandbox.tab('Redis').click()
  await sandbox.tab('Requests').click()
  await expect(token, 'other tabs leave the form as it was').toHaveValue('refresh 2')
})

test("a request of the reader's own goes out as it is written, wrong JSON too", async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.runToTheEnd()
  await sandbox.tab('Requests').click()
  await sandbox.region.getByLabel('Body (JSON)').fill('{ not json')
  expect(await press(sandbox)).toMatch(/^400 in /)
  await sandbox.region.getByLabel('Method').selectOption('GET')
  await sandbox.region.getByLabel('Address').fill('http://localhost:3001/no-such-route')
  expect(await press(sandbox)).toMatch(/^404 in /)
})

test('the Redis tab shows keys, their time to live, and what a request costs', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'redis')
  await sandbox.runToTheEnd()
  await send(sandbox, 'Issuer POST /login')
  await send(sandbox, 'API GET /me', 'login 1')
  await sandbox.tab('Redis').click()
  const row = sandbox.region.getByRole('row').filter({ hasText: 'session:{user-1}' })
  const expiry = row.first().getByRole('cell').nth(1)
  await expect(expiry).toHaveText(/^\d+ min \d+ s$/)
  const before = await expiry.textContent()
  await expect(expiry, 'counts down').not.toHaveText(before ?? '')
  await expect(sandbox.region.getByText(', 1 of them during your last request.')).toBeVisible()
})

for (const [name, expected] of [
  ['redis', /^503 in .*store_unavailable/s],
  ['hybrid', /^200 in .*coffee/s],
] as const satisfies readonly (readonly [ExampleName, RegExp])[]) {
  test(`${name}: with Redis refusing connections /catalog answers as the strategy promises`, async ({
    page,
  }) => {
    const sandbox = await SandboxPage.open(page, name)
    await sandbox.runToTheEnd()
    await send(sandbox, 'Issuer POST /login')
    await sandbox.tab('Redis').click()
    await sandbox.region.getByRole('radio', { name: 'Refuses connections' }).check()
    expect(await send(sandbox, 'API GET /catalog', 'login 1')).toMatch(expected)

    await sandbox.tab('Redis').click()
    await expect(sandbox.region.getByRole('radio', { name: 'Refuses connections' })).toBeChecked()
    await sandbox.region.getByRole('radio', { name: 'Up' }).check()
    await expect.poll(() => send(sandbox, 'API GET /catalog', 'login 1')).toMatch(/^200 in /)
  })
}

test('stateless says that there is no Redis to look into', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.tab('Redis').click()
  await expect(sandbox.region).toContainText('This strategy has no Redis')
})

const states: Readonly<Record<string, (sandbox: SandboxPage) => Promise<unknown>>> = {
  'before a run': async () => {},
  'after a run': (sandbox) => sandbox.runToTheEnd(),
  'after a request': async (sandbox) => {
    await sandbox.runToTheEnd()
    await send(sandbox, 'Issuer POST /login')
  },
  'with keys in Redis': async (sandbox) => {
    await sandbox.runToTheEnd()
    await sandbox.tab('Redis').click()
    await sandbox.region.getByRole('row').nth(1).waitFor()
  },
  'with the editor open': async (sandbox) => {
    await sandbox.region.getByRole('button', { name: 'Edit' }).click()
    await sandbox.region.getByRole('textbox', { name: /^Editor/ }).waitFor()
  },
}

for (const [state, reach] of Object.entries(states)) {
  test(`axe finds nothing ${state}, light and dark, and nothing sticks out at 360 px`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 800 })
    await page.emulateMedia({ colorScheme: 'light' })
    const sandbox = await SandboxPage.open(page, 'redis')
    await reach(sandbox)
    expect(await sandbox.axeViolations(), 'axe, light').toEqual([])
    expect(await overflowPx(page)).toBe(0)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    expect(await sandbox.axeViolations(), 'axe, dark').toEqual([])
  })
}

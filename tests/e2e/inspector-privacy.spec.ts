import { expect, type Page, test } from '@playwright/test'
import { SandboxPage } from '../kit/browser/sandbox-page.ts'
import { makeIssuer } from '../kit/inspector-tokens.ts'
import { InspectorPage } from './inspector-page.ts'

/** What a page keeps outside of its own memory, as text. */
const kept = (page: Page) =>
  page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      await indexedDB.databases(),
      await caches.keys(),
      history.state,
      location.href,
    ]),
  )

test('nothing leaves the page: with the network cut all works, and nothing is asked for', async ({
  page,
  context,
}) => {
  const issuer = await makeIssuer('Ed25519')
  const token = await issuer.token(
    {},
    { jku: 'https://attacker.test/keys', x5u: 'https://attacker.test/cert' },
  )
  const inspector = await InspectorPage.ready(page)
  const before = await kept(page)
  await context.setOffline(true)
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))

  const labels = await inspector.picks.getByRole('option').allTextContents()
  for (const label of labels.slice(1)) {
    await inspector.pick(label)
    await expect(inspector.verdict).toContainText(/Accepted|Refused/)
  }
  expect(labels.length).toBeGreaterThan(10)

  await inspector.check(token, { alg: 'Ed25519', key: JSON.stringify({ keys: [issuer.jwk] }) })
  await expect(inspector.finding('The token says where to fetch its key')).toBeVisible()
  await expect(inspector.verdict).toContainText('Refused: token_header_invalid')
  await expect(inspector.region.getByRole('listitem').filter({ hasText: 'Signature:' })).toContainText(
    'passed',
  )

  await inspector.key.fill('https://attacker.test/keys')
  await expect(inspector.key).toHaveAccessibleDescription(/this page fetches nothing/)
  await inspector.key.fill(issuer.spki)
  await inspector.payload.fill('{"iss": "https://attacker.test", "sub": "x"}')
  await expect(inspector.verdict).toContainText('Refused')
  await inspector.pick('A good access token')
  await inspector.payload.fill((await inspector.payload.inputValue()).replace('customer', 'admin'))
  await inspector.region.getByRole('button', { name: 'Sign again' }).click()
  await expect(inspector.verdict).toContainText('Accepted.')

  expect(requests).toEqual([])
  expect(await kept(page)).toBe(before)
})

test('until then it asks this site alone, and never with a token in the question', async ({ page }) => {
  const requests: { url: string; body: string | null; referer: string }[] = []
  page.on('request', (request) => {
    const { referer = '' } = request.headers()
    requests.push({ url: request.url(), body: request.postData(), referer })
  })
  const inspector = await InspectorPage.ready(page)
  const token = await inspector.token.inputValue()
  await page.goto('/compare/')
  const { origin } = new URL(page.url())
  expect(requests.length).toBeGreaterThan(5)
  for (const { url, body, referer } of requests) {
    expect(new URL(url).origin).toBe(origin)
    expect(body).toBeNull()
    for (const part of token.split('.')) expect(url + referer).not.toContain(part)
  }
})

test('the page may not speak to another site, and no form may be sent', async ({ page }) => {
  await InspectorPage.ready(page)
  const policy = await page.locator('meta[http-equiv=content-security-policy]').getAttribute('content')
  expect(policy).toMatch(/connect-src 'self';.*frame-src 'self';.*form-action 'none'/)
  const violation = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective))
        fetch('https://attacker.test/').catch(() => {})
      }),
  )
  expect(await violation).toBe('connect-src')
})

test('a token goes from a sandbox to the inspector by a press, once, and is in no storage after', async ({
  page,
  context,
}) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.runToTheEnd()
  await sandbox.tab('Requests').click()
  const look = sandbox.region.getByRole('button', { name: 'Look at this token' })
  await expect(look).toBeDisabled()
  await sandbox.region.getByRole('button', { name: 'Send' }).click()
  await expect(sandbox.region.getByLabel('Token')).toHaveValue('login 1')

  const [opened] = await Promise.all([context.waitForEvent('page'), look.click()])
  const inspector = new InspectorPage(opened)
  await expect(inspector.member('Claims', 'iss')).toContainText('http://localhost:3000')
  await expect(inspector.token).toHaveAccessibleDescription(/came from the sandbox/)
  expect(new URL(opened.url()).href).toMatch(/\/tools\/inspector\/$/)
  const token = await inspector.token.inputValue()
  for (const tab of [page, opened]) {
    expect(await kept(tab)).not.toContain('inspector:token')
    for (const part of token.split('.')) expect(await kept(tab)).not.toContain(part)
  }
  await expect(sandbox.status, 'the sandbox goes on').toContainText('done')

  await opened.reload()
  await expect(inspector.member('Claims', 'iss'), 'it is read once').toContainText('https://issuer.example')
})

test('where no tab can be opened the token comes along in this one', async ({ page }) => {
  const sandbox = await SandboxPage.open(page, 'stateless')
  await sandbox.runToTheEnd()
  await sandbox.tab('Requests').click()
  await sandbox.region.getByLabel('Token').selectOption({ index: 1 })
  await page.evaluate(() => {
    window.open = () => null
  })
  await sandbox.region.getByRole('button', { name: 'Look at this token' }).click()
  const inspector = new InspectorPage(page)
  await expect(inspector.member('Claims', 'iss')).toContainText('http://localhost:3000')
  expect(await kept(page)).not.toContain('inspector:token')
})

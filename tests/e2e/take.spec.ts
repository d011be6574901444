import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, type Download, expect, type Page, test } from '@playwright/test'
import { type StarterName, starterNames } from '../../src/starters/starter-names.ts'
import { type StarterFiles, unpackStarter } from '../../src/starters/starter-zip.ts'
import { axeViolations } from '../kit/browser/axe.ts'
import { collectFaults, distFolder, overflowPx } from '../kit/browser/pages.ts'

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
const zipLink = (page: Page) => page.getByRole('link', { name: 'Download the zip' })
const stackBlitz = (page: Page) => page.getByRole('button', { name: 'Open in StackBlitz' })

/** What the built site has for everybody. */
const published = (name: StarterName): StarterFiles =>
  unpackStarter(name, readFileSync(join(distFolder, 'starters', `${name}.zip`)))

const received = async (name: StarterName, download: Download): Promise<StarterFiles> =>
  unpackStarter(name, readFileSync(await download.path()))

const pageOf = (name: StarterName) => (name === 'migration' ? '/migrate/' : `/strategies/${name}/`)

/** Opens the page where a starter is to be had, with the ways that need a script at work. */
async function open(page: Page, name: StarterName, query = ''): Promise<void> {
  await page.goto(`${pageOf(name)}${query}#take-it`)
  await stackBlitz(page).scrollIntoViewIfNeeded()
}

async function download(page: Page): Promise<Download> {
  const [started] = await Promise.all([page.waitForEvent('download'), zipLink(page).click()])
  return started
}

for (const name of starterNames) {
  test(`${name}: the zip is the published one, and the command names the folder`, async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await open(page, name)
    const zip = await download(page)
    expect(zip.suggestedFilename()).toBe(`jwt-${name}-starter.zip`)
    const files = await received(name, zip)
    expect(files).toEqual(published(name))
    expect(Object.keys(files)).toEqual(expect.arrayContaining(['package.json', 'src/server.ts', 'LICENSE']))

    await page.locator('.take').getByRole('button', { name: 'Copy', exact: true }).click()
    await expect(page.locator('.take').getByText('Copied.')).toBeVisible()
    const command = await page.evaluate(() => navigator.clipboard.readText())
    expect(command).toMatch(
      new RegExp(`^npx giget@3 gh:[\\w-]+/[\\w.-]+/examples/${name} jwt-${name}-starter$`),
    )
  })
}

test('the wizard’s settings come along in the zip', async ({ page }) => {
  const faults = collectFaults(page)
  await page.goto('/choose/?revoke=10s&outage=reads')
  await page.getByRole('link', { name: 'Take the Hybrid starter' }).click()
  await stackBlitz(page).scrollIntoViewIfNeeded()
  const shown = page.locator('.take .env-block pre')
  await expect(shown).toContainText('REVOCATION_BOUND_MS=10000')

  const { '.env': env, ...rest } = await received('hybrid', await download(page))
  expect(text(env)).toBe(await shown.textContent())
  expect(rest).toEqual(published('hybrid'))
  // The page around it has tests of its own.
  expect(await axeViolations(page, { within: '.take' })).toEqual([])
  await page.setViewportSize({ width: 360, height: 780 })
  expect(await overflowPx(page)).toBe(0)
  expect(faults).toEqual([])
})

test('a secret is made for each zip, and the page does not show it', async ({ page }) => {
  await open(page, 'redis', '?mint=checker&services=one')
  await expect(page.locator('.take pre')).toContainText(/^JWT_SECRET=$/m)
  const zips = [await download(page), await download(page)]
  const files = await Promise.all(zips.map((zip) => received('redis', zip)))
  const secrets = files.map(({ '.env': env }) => /^JWT_SECRET=(.+)$/m.exec(text(env))?.[1] ?? '')
  for (const secret of secrets) expect(atob(secret)).toHaveLength(48)
  expect(new Set(secrets).size).toBe(2)
  for (const secret of secrets) expect(await page.content()).not.toContain(secret)
})

test('answers that lead elsewhere, or to nothing, bring no settings', async ({ page }) => {
  for (const query of ['?revoke=10s&outage=reads', '?JWT_SECRET=known&NODE_OPTIONS=--inspect', '?revoke=']) {
    await open(page, 'stateless', query)
    expect(await received('stateless', await download(page))).toEqual(published('stateless'))
    await expect(page.locator('.take .env-block')).toHaveCount(0)
  }
  // No answer leads to the migration.
  await open(page, 'migration', '?revoke=10s&outage=reads')
  expect(await received('migration', await download(page))).toEqual(published('migration'))
})

test('StackBlitz gets the files and the settings on a click, and nothing before', async ({
  page,
  context,
}) => {
  const sent = await standIn(context)
  await open(page, 'hybrid', '?revoke=10s&outage=reads')
  await expect(page.locator('.take .env-block')).toBeVisible()
  const prepared = page.waitForResponse('**/starters/hybrid.zip')
  await stackBlitz(page).hover()
  await stackBlitz(page).focus()
  await prepared
  expect(sent).toEqual([])

  const [window] = await Promise.all([context.waitForEvent('page'), stackBlitz(page).click()])
  await expect(window.getByText('StackBlitz')).toBeVisible()
  expect(new URL(window.url()).origin).toBe('https://stackblitz.com')
  const [form] = sent
  const file = (path: string) => form?.get(`project[files][${path}]`)
  const files = published('hybrid')
  expect(form?.get('project[template]')).toBe('node')
  expect(file('.env')).toContain('REVOCATION_BOUND_MS=10000')
  for (const path of Object.keys(files).filter((path) => path !== 'package.json'))
    expect(normal(file(path)), path).toBe(text(files[path]))
  // The container has a Node of its own, and cannot run the one for a real machine.
  expect(JSON.parse(file('package.json') ?? '').devDependencies).not.toHaveProperty('node')
  await expect(page.getByText('Sent to StackBlitz.')).toBeVisible()
})

test('StackBlitz gets the migration', async ({ page, context }) => {
  const sent = await standIn(context)
  await open(page, 'migration')
  await Promise.all([context.waitForEvent('page'), stackBlitz(page).click()])
  await expect(page.getByText('Sent to StackBlitz.')).toBeVisible()
  await expect.poll(() => sent.length).toBe(1)
  const [form] = sent
  expect(form?.get('project[title]')).toBe('jwt-migration-starter')
  const paths = [...(form?.keys() ?? [])].flatMap((key) => /^project\[files\]\[(.+)\]$/.exec(key)?.[1] ?? [])
  expect(paths.sort()).toEqual(Object.keys(published('migration')).sort())
})

/** In the place of stackblitz.com. @returns the forms that it is sent */
async function standIn(context: BrowserContext): Promise<URLSearchParams[]> {
  const sent: URLSearchParams[] = []
  await context.route('https://stackblitz.com/**', (route, request) => {
    sent.push(new URLSearchParams(request.postData() ?? ''))
    return route.fulfill({ contentType: 'text/html', body: 'StackBlitz' })
  })
  return sent
}

/** A form sends line ends as CRLF. */
const normal = (value: string | null | undefined) => value?.replaceAll('\r\n', '\n')

test('files that do not load are told of, and the next try works', async ({ page }) => {
  await page.route('**/starters/stateless.zip', (route) => route.abort())
  await open(page, 'stateless', '?revoke=5min&clients=machines')
  await expect(page.locator('.take .env-block')).toBeVisible()
  await zipLink(page).click()
  await expect(page.getByText('The files did not load.')).toBeVisible()
  await page.unroute('**/starters/stateless.zip')
  const { '.env': env } = await received('stateless', await download(page))
  expect(text(env)).toContain('SESSION_ABSOLUTE_SECONDS=290')
  await expect(page.getByText('The files did not load.')).toBeHidden()
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the zip can be had', async ({ page }) => {
    for (const name of ['redis', 'migration'] as const) {
      await page.goto(`${pageOf(name)}#take-it`)
      expect(await received(name, await download(page))).toEqual(published(name))
    }
  })
})

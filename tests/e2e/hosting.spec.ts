import { globSync } from 'node:fs'
import { type APIRequestContext, expect, test } from '@playwright/test'
import { immutable, revalidate } from '../../src/hosting/caching.mjs'
import { responseHeaders } from '../../src/hosting/headers.mjs'
import { SandboxPage } from '../kit/browser/sandbox-page.ts'
import { dist, type Host, staticHost } from '../kit/hosts/hosts.ts'
import { devHost, nginxHost } from '../kit/hosts/programs.ts'
import { netlifyRules, vercelRules } from '../kit/hosts/rules.ts'

const hosts: [name: string, start: () => Promise<Host>][] = [
  ['Netlify and Cloudflare Pages, as their file says', () => staticHost(netlifyRules())],
  ['Vercel, as its file says', () => staticHost(vercelRules())],
  ['nginx', nginxHost],
]

const open: Host[] = []
test.afterEach(async () => {
  await Promise.all(open.splice(0).map((host) => host.close()))
})

/** The address of a host that is closed after the test, however the test ends. */
async function urlOf(starting: Promise<Host>): Promise<string> {
  const host = await starting
  open.push(host)
  return host.url
}

async function openSandbox(page: SandboxPage['page'], url: string): Promise<SandboxPage> {
  await page.goto(`${url}strategies/redis/`)
  const sandbox = new SandboxPage(page, 'redis')
  await sandbox.hydrated()
  return sandbox
}

/** Each of the headers is sent, and once only. */
async function expectHeaders(request: APIRequestContext, url: string, wanted: Record<string, string>) {
  const sent = (await request.get(url)).headersArray()
  for (const [name, value] of Object.entries(wanted)) {
    const same = sent.filter((header) => header.name.toLowerCase() === name.toLowerCase())
    expect(
      same.map((header) => header.value),
      `${name} of ${url}`,
    ).toEqual([value])
  }
}

/** A file of the build, as a path of a request. */
function built(pattern: string): string {
  const [file] = globSync(pattern, { cwd: dist })
  if (file === undefined) throw new Error(`dist has no ${pattern}`)
  return file
}

const cached = (): [path: string, cacheControl: string][] => [
  ['', revalidate],
  ['strategies/redis/', revalidate],
  ['examples/redis.json', revalidate],
  [built('_astro/*.js'), immutable],
  [built('runtime/*.wasm'), immutable],
  // What is not there now may be there later.
  ['none/', revalidate],
  ['_astro/', revalidate],
  ['_astro/none.js', revalidate],
]

for (const [name, start] of hosts) {
  test(`${name}: pages are isolated, and Run works`, async ({ page }) => {
    const sandbox = await openSandbox(page, await urlOf(start()))
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await sandbox.runIn('In-page')
    await expect(sandbox.status).not.toContainText('two headers that isolate')
  })
}

test('nginx sends the headers of the source, once each', async ({ request }) => {
  const url = await urlOf(nginxHost())
  for (const [path, cacheControl] of cached())
    await expectHeaders(request, url + path, { ...responseHeaders, 'Cache-Control': cacheControl })
})

test('npm start sends the headers of the source, once each', async ({ request }) => {
  for (const [path, cacheControl] of cached())
    await expectHeaders(request, `/${path}`, { ...responseHeaders, 'Cache-Control': cacheControl })
})

// One server for both: two of them write the same files below .astro, and each reads what the other has begun.
test('npm run dev sends the headers of the source, once each, also with a 304', async ({ request }) => {
  const url = await urlOf(devHost())
  await expect(await request.get(url)).toBeOK()
  for (const path of ['', 'none/']) await expectHeaders(request, url + path, responseHeaders)
  await expectHeadersOf304(request, `${url}favicon.svg`)
})

// `npm start` is the server of these tests.
const revalidating: [name: string, start: () => Promise<string>][] = [
  ['npm start', async () => '/'],
  ['nginx', () => urlOf(nginxHost())],
]
for (const [name, start] of revalidating)
  test(`${name}: a 304 has the headers of a 200`, async ({ request }) =>
    expectHeadersOf304(request, `${await start()}pagefind/pagefind-worker.js`))

async function expectHeadersOf304(request: APIRequestContext, url: string): Promise<void> {
  const { etag = '' } = (await request.get(url)).headers()
  const answer = await request.get(url, { headers: { 'if-none-match': etag } })
  expect(answer.status()).toBe(304)
  expect(answer.headers()).toMatchObject(lowerCase(responseHeaders))
}

const lowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

test('nginx: types, compressed files, slashes and the 404 page', async ({ request }) => {
  const url = await urlOf(nginxHost())
  const script = await request.get(url + built('_astro/*.js'), { headers: { 'accept-encoding': 'gzip' } })
  expect(script.headers()).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'Accept-Encoding',
  })
  const plain = await request.get(url, { headers: { 'accept-encoding': 'identity' } })
  expect(plain.headers()).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    vary: 'Accept-Encoding',
  })
  const wasm = await request.get(url + built('runtime/*.wasm'))
  expect(wasm.headers()['content-type']).toBe('application/wasm')
  const card = await request.get(`${url}cards/index.png`)
  expect(card.headers()['content-type']).toBe('image/png')
  const missing = await request.get(`${url}none/`)
  expect([missing.status(), (await missing.text()).includes('JWT Strategies')]).toEqual([404, true])
  const bare = await request.get(`${url}compare`, { maxRedirects: 0 })
  expect([bare.status(), bare.headers().location]).toEqual([301, '/compare/'])
})

test('a host that can send no headers, as GitHub Pages: the page answers and says why', async ({ page }) => {
  const sandbox = await openSandbox(page, await urlOf(staticHost(() => [])))
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
  await expect(sandbox.status).toContainText('without the two headers that isolate a page')
  await sandbox.runIn('In-page')
})

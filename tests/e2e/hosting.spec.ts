import { expect, test } from '@playwright/test'
import { cacheControlFor } from '../../src/hosting/caching.mjs'
import { responseHeaders } from '../../src/hosting/headers.mjs'
import { type Host, nginxHost, staticHost } from '../support/hosts/hosts.ts'
import { netlifyRules, vercelRules } from '../support/hosts/rules.ts'
import { SandboxPage } from './sandbox-page.ts'

const hosts: [name: string, start: () => Promise<Host>][] = [
  ['Netlify and Cloudflare Pages, as their file says', () => staticHost(netlifyRules())],
  ['Vercel, as its file says', () => staticHost(vercelRules())],
  ['nginx', nginxHost],
]

async function openSandbox(page: SandboxPage['page'], url: string): Promise<SandboxPage> {
  await page.goto(`${url}strategies/redis/`)
  const sandbox = new SandboxPage(page, 'redis')
  await sandbox.hydrated()
  return sandbox
}

for (const [name, start] of hosts) {
  test(`${name}: pages are isolated, and Run works`, async ({ page }) => {
    const host = await start()
    const sandbox = await openSandbox(page, host.url)
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await expect(sandbox.status).not.toContainText('two headers that isolate')
    await sandbox.runIn('In-page')
    await host.close()
  })
}

test('nginx sends the headers of the source, once each, also with a 404 and with a compressed file', async ({
  request,
}) => {
  const host = await nginxHost()
  for (const path of ['', 'strategies/redis/', 'none/', 'examples/redis.json']) {
    const response = await request.get(host.url + path)
    const sent = response.headersArray().map(({ name, value }) => [name.toLowerCase(), value])
    const wanted = { ...responseHeaders, 'Cache-Control': cacheControlFor(`/${path}`) }
    for (const [header, value] of Object.entries(wanted))
      expect(sent.filter(([found]) => found === header.toLowerCase())).toEqual([
        [header.toLowerCase(), value],
      ])
  }
  const page = await (await request.get(`${host.url}compare/`)).text()
  const [script = ''] = /\/_astro\/[^"]+\.js/.exec(page) ?? []
  const asset = await request.get(host.url + script.slice(1), { headers: { 'accept-encoding': 'gzip' } })
  expect(asset.headers()).toMatchObject({
    'cache-control': cacheControlFor(script),
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
  })
  const missing = await request.get(`${host.url}none/`)
  expect([missing.status(), (await missing.text()).includes('JWT Strategies')]).toEqual([404, true])
  const bare = await request.get(`${host.url}compare`, { maxRedirects: 0 })
  expect([bare.status(), bare.headers().location]).toEqual([301, '/compare/'])
  await host.close()
})

test('a host that can send no headers, as GitHub Pages: the page answers and says why', async ({ page }) => {
  const host = await staticHost(() => [])
  const sandbox = await openSandbox(page, host.url)
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
  await expect(sandbox.status).toContainText('without the two headers that isolate a page')
  await sandbox.runIn('In-page')
  await host.close()
})

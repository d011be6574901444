import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Locator, Page, Response } from '@playwright/test'

export const distFolder = join(import.meta.dirname, '../../../dist')

/** The path of every page that Starlight built, such as `/compare/`, the one for lost readers included. */
export function pagePaths(): string[] {
  if (!existsSync(distFolder)) throw new Error('Build the site first: npm run build')
  const files = globSync('**/*.html', { cwd: distFolder, exclude: ['runtime/**'] })
  return files.map((file) => `/${file.replace(/(^|\/)index\.html$/, '$1')}`).sort()
}

/** The file behind the path of a page. */
export const fileOf = (path: string) => join(distFolder, path.endsWith('/') ? `${path}index.html` : path)

export const htmlOf = (path: string) => readFileSync(fileOf(path), 'utf8')

/** Everything that a reader with the console open would see go wrong. Grows while the page lives. */
export function collectFaults(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText
    // What the page gave up by itself, as a frame does that moves on, nobody sees go wrong.
    if (reason !== 'net::ERR_ABORTED') faults.push(`${request.url()} failed: ${reason}`)
  })
  return faults
}

/** Counts what the page loads as script from now on. The sum is in bytes, as gzip sends them. */
export function collectScripts(page: Page): { gzipBytes(): Promise<number> } {
  const files: Promise<Buffer>[] = []
  page.on('response', (response) => {
    if (isScript(response)) files.push(response.body())
  })
  return {
    async gzipBytes() {
      const inline = await page.evaluate(() =>
        Array.from(
          document.querySelectorAll('script:not([src], [type*=json])'),
          (script) => script.textContent,
        ),
      )
      const sizes = [...(await Promise.all(files)), ...inline].map((text) => gzipSync(text).length)
      return sizes.reduce((sum, size) => sum + size, 0)
    },
  }
}

const isScript = (response: Response) =>
  /javascript/.test(response.headers()['content-type'] ?? '') &&
  response.request().frame().parentFrame() === null

/** What has been set off is on the page, and what follows from that has run. Preact needs a frame and two turns. */
export const settled = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(() => done())))),
  )

/** The island in there has taken over from the page as it was built. */
export async function hydrated(place: Locator): Promise<void> {
  await place.locator('astro-island:not([ssr])').waitFor({ state: 'attached' })
  await settled(place.page())
}

/** How many pixels of the page stick out to the right. */
export const overflowPx = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Reads the page from top to bottom, so that what loads when it is seen has loaded. */
export async function readThrough(page: Page): Promise<void> {
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('astro-island[ssr]'))
  await settled(page)
  await page.evaluate(() => scrollTo(0, 0))
}

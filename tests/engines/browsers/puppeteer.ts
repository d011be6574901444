import { type KeyInput, type LaunchOptions, launch, type Page } from 'puppeteer-core'
import { chromiumPath } from '../../kit/chromium.ts'
import type { Browser, Tab } from './browser.ts'

// Chromium by its own protocol, Firefox by WebDriver BiDi.

const asRoot = process.getuid?.() === 0

const options = {
  chromium: {
    browser: 'chrome',
    executablePath: chromiumPath(),
    // Nothing goes out, also on a machine with a network. Chromium has no sandbox for root, as in most containers.
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...(asRoot ? ['--no-sandbox'] : []),
    ],
  },
  firefox: {
    browser: 'firefox',
    executablePath: process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr',
  },
} satisfies Record<string, LaunchOptions>

export async function openPuppeteer(name: keyof typeof options): Promise<Browser> {
  const browser = await launch(options[name])
  const version = await browser.version()
  return {
    product: version
      .replace(/^\w*chrome/i, 'Chromium')
      .replace(/^f/, 'F')
      .replace('/', ' '),
    async open() {
      const context = await browser.createBrowserContext()
      const page = await context.newPage()
      return tabOf(page, () => context.close())
    },
    close: () => browser.close(),
  }
}

function tabOf(page: Page, close: () => Promise<void>): Tab {
  const faults = collectFaults(page)
  return {
    goto: async (url) => void (await page.goto(url)),
    evaluate: (run, args) => page.evaluate(`(${run})(...${JSON.stringify(args)})`),
    click: (selector) => page.click(selector),
    type: (text) => page.keyboard.type(text),
    async press(...keys) {
      for (const key of keys) await page.keyboard.down(key as KeyInput)
      for (const key of keys.toReversed()) await page.keyboard.up(key as KeyInput)
    },
    resize: (width, height) => page.setViewport({ width, height }),
    faults: async () => faults,
    close,
  }
}

function collectFaults(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error instanceof Error ? error.message : String(error)))
  page.on('error', (error) => faults.push(`crashed: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return faults
}

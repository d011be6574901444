import { siteHost } from '../kit/hosts/programs.ts'
import { startOpenServer } from '../kit/open-server.ts'
import type { Browser, EngineName } from './browsers/browser.ts'
import { openPuppeteer } from './browsers/puppeteer.ts'
import { openWebKit } from './browsers/webdriver.ts'
import type { Check } from './check.ts'
import { watchFaults } from './site.ts'
import { User } from './user.ts'

/** A browser in front of the site. */
export interface Engine {
  readonly product: string
  /** Runs one check in a tab of its own. */
  run(check: Check): Promise<void>
  close(): Promise<void>
}

export async function openEngine(name: EngineName): Promise<Engine> {
  const site = await siteHost()
  const seen = name === 'webkit' ? await watchFaults(site) : site
  const open = await startOpenServer()
  const browser: Browser = await (name === 'webkit' ? openWebKit() : openPuppeteer(name))
  return {
    product: browser.product,
    async run(check) {
      const tab = await browser.open()
      try {
        await tab.resize(1280, 900)
        await check.run(new User(tab, seen.url), { open })
      } finally {
        await tab.close()
      }
    },
    async close() {
      await Promise.all([browser.close(), seen.close(), open.close()])
    },
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { Builder, By, Capabilities, Key, type WebDriver } from 'selenium-webdriver'
import { accepting, hasEnded } from '../../kit/hosts/programs.ts'
import { freePort } from '../../kit/ports.ts'
import { type Browser, limitMs, type Tab } from './browser.ts'

// WebKitGTK by W3C WebDriver. It has no mode without a screen, so it gets one that nobody sees.

const [miniBrowser = 'MiniBrowser'] = globSync('/usr/lib/*/webkit2gtk-4.1/MiniBrowser')

export async function openWebKit(): Promise<Browser> {
  const first = await startSession()
  const version = (await first.session.getCapabilities()).getBrowserVersion()
  await first.end()
  return {
    product: `WebKitGTK ${version}`,
    async open() {
      const { session, end } = await startSession()
      return tabOf(session, end)
    },
    close: async () => {},
  }
}

interface Session {
  readonly session: WebDriver
  end(): Promise<void>
}

/**
 * A browser of its own, with a profile of its own, on a screen and behind a driver of its own. The driver waits for ever
 * for a browser that is gone, be it at the start or while it is asked to quit: so it is not asked but ended, and one that
 * starts nothing makes place for another, once.
 */
async function startSession(isAgain = false): Promise<Session> {
  const port = await freePort()
  const driver = spawn('xvfb-run', ['-a', 'WebKitWebDriver', `--port=${port}`], {
    detached: true,
    stdio: 'ignore',
    // No machine of tests has a graphics card, and to act as one costs more than to draw.
    env: { ...process.env, WEBKIT_DISABLE_COMPOSITING_MODE: '1' },
  })
  await once(driver, 'spawn')
  const server = `http://127.0.0.1:${port}`
  await accepting(port, driver)
  const end = () => endGroup(driver)
  const session = await Promise.race([connect(server), after(limitMs)])
  if (session) return { session, end }
  await end()
  if (isAgain) throw new Error('WebKitWebDriver started no browser, twice')
  return startSession(true)
}

const after = (ms: number) => setTimeout(ms, undefined, { ref: false })

/** The screen, the driver and the browser are one group. */
async function endGroup(driver: ChildProcess): Promise<void> {
  if (hasEnded(driver)) return
  const ended = once(driver, 'exit')
  process.kill(-Number(driver.pid))
  await ended
}

async function connect(server: string): Promise<WebDriver> {
  const capabilities = new Capabilities({
    browserName: 'MiniBrowser',
    'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
  })
  const session = await new Builder().usingServer(server).withCapabilities(capabilities).build()
  await session.manage().setTimeouts({ script: 2 * limitMs })
  return session
}

const keys: Readonly<Record<string, string>> = {
  Control: Key.CONTROL,
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
  Tab: Key.TAB,
}

function tabOf(driver: WebDriver, close: () => Promise<void>): Tab {
  return {
    goto: (url) => driver.get(url),
    evaluate: async (run, args) => {
      const outcome: { value?: unknown; error?: string } = await driver.executeAsyncScript(
        `const done = arguments[arguments.length - 1]
        Promise.resolve((${run})(...arguments[0])).then((value) => done({ value }), (error) => done({ error: String(error) }))`,
        args,
      )
      if (outcome.error !== undefined) throw new Error(outcome.error)
      return outcome.value
    },
    click: (selector) => driver.findElement(By.css(selector)).click(),
    type: (text) => driver.actions().sendKeys(text).perform(),
    async press(...names) {
      const codes = names.map((name) => keys[name] ?? name)
      const actions = driver.actions()
      for (const code of codes) actions.keyDown(code)
      for (const code of codes.toReversed()) actions.keyUp(code)
      await actions.perform()
    },
    // The window is larger than the page in it.
    async resize(width, height) {
      const [innerWidth, innerHeight] = await driver.executeScript<[number, number]>(
        'return [innerWidth, innerHeight]',
      )
      const window = driver.manage().window()
      const outer = await window.getRect()
      await window.setRect({
        width: outer.width + width - innerWidth,
        height: outer.height + height - innerHeight,
      })
    },
    faults: () => driver.executeScript('return window.faults ?? []'),
    close,
  }
}

import { expect, type Locator, type Page } from '@playwright/test'
import type { ExampleName } from '../../../src/sandbox/example-files.ts'
import { axeViolations } from './axe.ts'
import { hydrated, settled } from './pages.ts'

/** One sandbox, found as a person with a screen reader finds it. */
export class SandboxPage {
  readonly page: Page
  readonly region: Locator
  readonly run: Locator
  readonly stop: Locator
  readonly reset: Locator
  readonly status: Locator
  readonly output: Locator
  readonly runtime: Locator
  readonly retry: Locator

  constructor(page: Page, name: string) {
    this.page = page
    this.region = page.getByRole('region', { name: `Sandbox: ${name}` })
    this.run = this.region.getByRole('button', { name: 'Run', exact: true })
    this.stop = this.region.getByRole('button', { name: 'Stop' })
    this.reset = this.region.getByRole('button', { name: 'Reset', exact: true })
    this.status = this.region.getByRole('status')
    this.runtime = this.region.getByLabel('Runtime')
    this.retry = this.region.getByRole('button', { name: 'Retry' })
    this.output = this.region.getByRole('log', { name: 'Output' })
  }

  static async open(page: Page, name: ExampleName): Promise<SandboxPage> {
    await page.goto(`/strategies/${name}/`)
    const sandbox = new SandboxPage(page, name)
    await sandbox.hydrated()
    return sandbox
  }

  /** The island has taken over from the page as it was built. */
  async hydrated(): Promise<void> {
    await hydrated(this.region)
  }

  async runToTheEnd(): Promise<void> {
    await this.run.click()
    await this.status.getByText('done').waitFor()
  }

  /** Runs until the WebContainer has answered, or another runtime in its place. */
  async runIn(runtime: 'In-page' | 'WebContainer'): Promise<void> {
    await this.run.click()
    await this.status.getByText(`${runtime}: done`).waitFor()
  }

  /** A first Run, after which the container boots, and the end of that. */
  async bootContainer(): Promise<void> {
    await this.runIn('In-page')
    await this.status.getByText('the next Run uses real Node').waitFor()
  }

  /** Opens demo.ts in the editor and puts `text` in place of all of it. */
  async replaceDemo(text: string): Promise<void> {
    await this.tab('demo.ts').click()
    await this.region.getByRole('button', { name: 'Edit' }).click()
    // It takes the focus once its cursor stands where it should.
    await expect(this.editor).toBeFocused()
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.insertText(text)
  }

  /** The editor, when it shows demo.ts. */
  get editor(): Locator {
    return this.region.getByRole('textbox', { name: /^Editor: src\/demo\.ts/ })
  }

  /** A tab by its name, edited or not. */
  tab(name: string): Locator {
    return this.region.getByRole('tab', { name: new RegExp(`^${name.replace('.', '\\.')}( edited)?$`) })
  }

  /** What the log shows, one line a line. The last ones come a frame after the end of a run. */
  async lines(): Promise<string> {
    await settled(this.page)
    return (await this.output.locator('> div').allTextContents()).join('\n')
  }

  /** What axe finds in the sandbox; the page around it has tests of its own. */
  axeViolations(): Promise<string[]> {
    // What a preview shows is another's page, or the browser's own way to show JSON.
    return axeViolations(this.page, { within: '.sandbox', except: '.sandbox-preview iframe' })
  }
}

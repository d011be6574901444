import type { Locator, Page } from '@playwright/test'
import { hydrated } from '../kit/browser/pages.ts'

/** The wizard, found as a person with a screen reader finds it. */
export class WizardPage {
  readonly page: Page
  readonly form: Locator
  readonly answer: Locator
  readonly take: Locator
  readonly copyLink: Locator

  constructor(page: Page) {
    this.page = page
    this.form = page.getByRole('form', { name: 'Your situation' })
    const card = page.getByRole('region', { name: 'Answer' })
    this.answer = card.getByRole('status').first()
    this.take = card.getByRole('link', { name: /^Take the/ })
    this.copyLink = card.getByRole('button', { name: 'Copy link' })
  }

  static async open(page: Page, query = ''): Promise<WizardPage> {
    await page.goto(`/choose/${query}`)
    const wizard = new WizardPage(page)
    await wizard.hydrated()
    return wizard
  }

  /** The island has taken over from the page as it was built, and has read the answers in the address. */
  async hydrated(): Promise<void> {
    await hydrated(this.page.locator('.wizard'))
  }

  option(name: string): Locator {
    return this.form.getByRole('radio', { name, exact: true })
  }

  /** The names of what is chosen, question by question. */
  async chosen(): Promise<string[]> {
    return (await this.form.locator('label:has(:checked)').allTextContents()).map((text) => text.trim())
  }

  /** Presses Tab until this is in focus. Fails when the page has no way there. */
  async tabTo(target: Locator): Promise<void> {
    const isFocused = () => target.evaluate((element) => element === document.activeElement)
    for (let presses = 0; presses < 60; presses += 1) {
      if (await isFocused()) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error('Tab does not lead there')
  }
}

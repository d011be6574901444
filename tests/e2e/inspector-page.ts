import { expect, type Locator, type Page } from '@playwright/test'
import { axeViolations } from '../kit/browser/axe.ts'

/** The inspector, found as a person with a screen reader finds it. */
export class InspectorPage {
  readonly page: Page
  readonly region: Locator
  readonly picks: Locator
  readonly token: Locator
  readonly verdict: Locator
  readonly algorithm: Locator
  readonly key: Locator
  readonly payload: Locator

  constructor(page: Page) {
    this.page = page
    this.region = page.getByRole('region', { name: 'JWT inspector' })
    this.picks = this.region.getByLabel('Try one of these')
    this.token = this.region.getByLabel('Token', { exact: true })
    this.verdict = this.region.getByRole('status')
    this.algorithm = this.region.getByRole('combobox', { name: 'Algorithm', exact: true })
    this.key = this.region.getByRole('group', { name: 'The key' }).getByRole('textbox')
    this.payload = this.region.getByRole('textbox', { name: 'Payload' })
  }

  /** The page as it is before anybody does anything, with its first token. */
  static async open(page: Page): Promise<InspectorPage> {
    await page.goto('/tools/inspector/')
    const inspector = new InspectorPage(page)
    await inspector.verdict.getByText('Decoded.').waitFor()
    return inspector
  }

  /** The same after a first action, with all that it loads. */
  static async ready(page: Page): Promise<InspectorPage> {
    const inspector = await InspectorPage.open(page)
    await inspector.token.focus()
    await inspector.verdict.getByText('Accepted.').waitFor()
    return inspector
  }

  /** Picks an example, and waits until it has been made. Each is signed anew. */
  async pick(label: string): Promise<void> {
    const before = await this.token.inputValue()
    await this.picks.selectOption(label)
    await expect(this.token).not.toHaveValue(before)
  }

  /** Pastes a token, and says what to check it with. */
  async check(token: string, { alg, key }: { alg: string; key: string }): Promise<void> {
    await this.token.fill(token)
    await this.algorithm.selectOption(alg)
    await this.key.fill(key)
  }

  /** The row of a member, with what is said of it. */
  member(table: 'Header' | 'Claims', name: string): Locator {
    return this.region
      .getByRole('region', { name: table })
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name, exact: true }) })
  }

  /** What axe finds in the inspector; the page around it has tests of its own. */
  axeViolations(): Promise<string[]> {
    return axeViolations(this.page, { within: '.inspector' })
  }

  /** What stands out, by its title. */
  finding(title: string): Locator {
    return this.region
      .getByRole('list', { name: 'What stands out' })
      .getByRole('listitem')
      .filter({ hasText: title })
  }
}

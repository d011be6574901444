import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

interface Part {
  /** What to look at, as a selector. The whole page by default. */
  within?: string
  /** What to pass over in it. */
  except?: string
}

/**
 * What axe finds, short enough to read in a failure. All rules run, but only violations leave the page, and they are
 * summed up in it: the record of what passed is megabytes on a page with much code, and took most of the time.
 */
export async function axeViolations(page: Page, { within, except }: Part = {}): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (within) axe.include(within)
  if (except) axe.exclude(except)
  const { violations } = await axe.analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

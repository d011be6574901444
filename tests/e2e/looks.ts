import { expect, type Page } from '@playwright/test'

/** A way in which a reader may see a page. */
export interface Look {
  readonly name: string
  readonly colorScheme: 'light' | 'dark'
  readonly size: { readonly width: number; readonly height: number }
}

const sizes = [
  { width: 1280, height: 900 },
  { width: 360, height: 780 },
] as const

/** Each theme on a wide and on a narrow screen. */
export const looks: readonly Look[] = (['light', 'dark'] as const).flatMap((colorScheme) =>
  sizes.map((size) => ({ name: `${colorScheme}, ${size.width} px`, colorScheme, size })),
)

/** Shows the page, open or not yet, in that way. */
export async function show(page: Page, { colorScheme, size }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.setViewportSize(size)
}

/** The page has followed. */
export const expectTheme = (page: Page, { colorScheme }: Look): Promise<void> =>
  expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)

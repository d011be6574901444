import { describe, expect, it } from 'vitest'
import { darkCodeTheme, lightCodeTheme } from '../../../src/styles/code-themes.mjs'

/** WCAG 2.2, success criterion 1.4.3: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const leastContrast = 4.5

describe.each([lightCodeTheme, darkCodeTheme])('code theme $name', ({ colors, tokenColors }) => {
  const inks = [colors['editor.foreground'], ...tokenColors.map(({ settings }) => settings.foreground)]

  it.each(Array.from(new Set(inks)))('%s is readable on its ground', (ink) => {
    expect(contrast(ink, colors['editor.background'])).toBeGreaterThanOrEqual(leastContrast)
  })
})

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const linear = (channel: number) =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4

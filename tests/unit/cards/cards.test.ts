import sharp from 'sharp'
import { describe, expect, it, test } from 'vitest'
import type { CardText } from '../../../src/cards/Card.tsx'
import { cardTags } from '../../../src/cards/card-tags.ts'
import { drawCard } from '../../../src/cards/draw-card.tsx'
import { color } from '../../../src/cards/palette.ts'
import { strategyNames } from '../../../src/components/strategies.ts'
import { readSite } from '../../../src/data/site.ts'

const text: CardText = { title: 'A title', description: 'What it “says”: 0 – 9.' }

describe('readSite()', () => {
  it('takes the address that the site is built with, and makes none up', () => {
    for (const PUBLIC_SITE of ['https://jwt.example', 'https://JWT.example/'])
      expect(readSite({ PUBLIC_SITE })).toBe('https://jwt.example')
    expect(readSite({ PUBLIC_SITE: 'http://localhost:4321' })).toBe('http://localhost:4321')
    for (const unset of [{}, { PUBLIC_SITE: '' }]) expect(readSite(unset)).toBeUndefined()
  })

  it.each([
    'jwt.example',
    'https://somebody.example/docs/',
    'https://jwt.example/?a=b',
    'https://user@jwt.example',
    'javascript:alert(1)',
    'ftp://jwt.example',
  ])('refuses %j', (wrong) => {
    expect(() => readSite({ PUBLIC_SITE: wrong })).toThrow('PUBLIC_SITE must be')
  })
})

test('without an address of the site no card is named, since nobody could fetch it', () => {
  expect(cardTags(undefined, 'compare', text)).toEqual([])
  expect(cardTags(new URL('https://jwt.example'), 'compare', text)).toContainEqual({
    tag: 'meta',
    attrs: { property: 'og:image', content: 'https://jwt.example/cards/compare.png' },
  })
})

describe('drawCard()', () => {
  /** The colour of the strip at the foot of a card, somewhere from its left, 0, to its right, 1. */
  async function strip(card: Buffer, from: number): Promise<string> {
    const left = Math.round(from * 1199)
    const pixel = await sharp(card)
      .extract({ left, top: 620, width: 1, height: 1 })
      .removeAlpha()
      .raw()
      .toBuffer()
    return `#${pixel.toString('hex')}`
  }

  it.each(strategyNames)('wears the colour of %s on its page', async (strategy) => {
    const card = await drawCard({ ...text, strategy })
    for (const from of [0, 0.5, 1]) expect(await strip(card, from)).toBe(color(strategy))
  })

  it('wears all three on other pages', async () => {
    const card = await drawCard(text)
    const colors = await Promise.all([0, 0.5, 1].map((from) => strip(card, from)))
    expect(colors).toEqual(strategyNames.map(color))
  })

  it('shows title and description', async () => {
    const card = await drawCard(text)
    for (const other of [{ title: 'B title' }, { description: 'What it says.' }])
      expect(await drawCard({ ...text, ...other })).not.toEqual(card)
  })

  it('is the same every time, and stops at a sign that its face lacks', async () => {
    expect(await drawCard(text)).toEqual(await drawCard(text))
    await expect(drawCard({ ...text, title: 'A 言' })).rejects.toThrow('no sign for: 言')
  })
})

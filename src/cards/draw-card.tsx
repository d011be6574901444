import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import satori from 'satori'
import sharp from 'sharp'
import { Card, type CardText } from './Card.tsx'
import { cardSize } from './card-tags.ts'

/** The face of the pages. They have it as a variable font in woff2, and satori reads neither. */
const folder = resolve('node_modules/@fontsource/schibsted-grotesk/files')
const weights = [400, 700, 800] as const
const fonts = await Promise.all(
  weights.map(async (weight) => ({
    name: 'Schibsted Grotesk',
    weight,
    data: await readFile(`${folder}/schibsted-grotesk-latin-${weight}-normal.woff`),
  })),
)

/**
 * A card as a PNG of `cardSize`. Letters become shapes, so it looks the same whatever fonts the machine has.
 *
 * @throws when the face has no sign for a character, so that the build stops
 */
export async function drawCard(text: CardText): Promise<Buffer> {
  // Preact's elements have what satori reads of React's.
  const card = (<Card {...text} />) as never
  const svg = await satori(card, { ...cardSize, fonts, loadAdditionalAsset: refuse })
  return sharp(Buffer.from(svg)).png({ palette: true }).toBuffer()
}

/** satori asks for more fonts when it lacks a sign. */
async function refuse(_language: string, signs: string): Promise<never> {
  throw new Error(`The face of the cards has no sign for: ${signs}`)
}

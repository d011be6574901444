import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { color } from './cards/palette.ts'

// The icon of the site for programs that take no SVG, drawn from the one that is.

const svgFile = 'public/favicon.svg'

/** A picture of `px` by `px`. With `padding`, in pixels, it stands on paper, as on a phone's screen. */
export async function iconPng(px: number, padding = 0): Promise<Buffer> {
  const svg = await readFile(svgFile)
  const inner = px - 2 * padding
  const icon = sharp(svg, { density: (72 * inner) / 32 }).resize(inner, inner)
  if (padding === 0) return icon.png().toBuffer()
  return icon
    .extend({ top: padding, right: padding, bottom: padding, left: padding, background: 'transparent' })
    .flatten({ background: color('paper') })
    .png()
    .toBuffer()
}

/** An ICO file that holds one PNG. See https://en.wikipedia.org/wiki/ICO_(file_format) */
export async function iconIco(px: number): Promise<Buffer> {
  const png = await iconPng(px)
  const directory = Buffer.alloc(22)
  directory.writeUInt16LE(1, 2) // an icon,
  directory.writeUInt16LE(1, 4) // of one picture,
  directory.writeUInt8(px, 6) // so wide
  directory.writeUInt8(px, 7) // and so high,
  directory.writeUInt16LE(1, 10) // in one plane
  directory.writeUInt16LE(32, 12) // of 32 bits,
  directory.writeUInt32LE(png.length, 14) // so long
  directory.writeUInt32LE(directory.length, 18) // and right behind this.
  return Buffer.concat([directory, png])
}

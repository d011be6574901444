import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

// Writes a .br and a .gz beside every file in dist that gets smaller by it, so that serving costs no time.

const dist = join(import.meta.dirname, '../dist')
const compressible = '**/*.{html,css,js,mjs,json,svg,xml,txt,wasm}'
const encodings = { br: promisify(brotliCompress), gz: promisify(gzip) }

async function compress(file: string): Promise<void> {
  const plain = await readFile(file)
  for (const [extension, encode] of Object.entries(encodings)) {
    const encoded = await encode(plain)
    if (encoded.length < plain.length) await writeFile(`${file}.${extension}`, encoded)
  }
}

// The page of a starter's file is a folder with that file's name.
const files = globSync(compressible, { cwd: dist, withFileTypes: true }).filter((entry) => entry.isFile())
await Promise.all(files.map(({ parentPath, name }) => compress(join(parentPath, name))))

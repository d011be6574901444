import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { currentMapText, mapFile } from './lib/requirement-map.ts'

// Writes which test shows which requirement for which strategy. With --check it only says whether that changed.

const path = join(import.meta.dirname, '..', mapFile)
const text = currentMapText()

if (!process.argv.includes('--check')) await writeFile(path, text)
else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
  console.error(`${mapFile} is not what the tests say. Run: npm run requirements`)
  process.exitCode = 1
}

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { netlifyHeaders } from '../src/hosting/netlify.mjs'
import { nginxConfig } from '../src/hosting/nginx.mjs'
import { vercelConfig } from '../src/hosting/vercel.mjs'

// Writes what hosts want to know into the files where they look for it. With --check it only says what differs.

const root = join(import.meta.dirname, '..')

const files: Readonly<Record<string, () => string>> = {
  'public/_headers': netlifyHeaders,
  'vercel.json': vercelConfig,
  'hosting/nginx.conf': nginxConfig,
}

async function isStale([path, text]: [path: string, text: () => string]): Promise<boolean> {
  return (await readFile(join(root, path), 'utf8').catch(() => '')) !== text()
}

const entries = Object.entries(files)
const stale = (await Promise.all(entries.map(isStale))).flatMap((is, i) => (is ? [entries[i]] : []))
for (const [path, text] of stale.filter((entry) => entry !== undefined)) {
  if (process.argv.includes('--check')) {
    console.error(`${path} is not what src/hosting says. Run: npm run hosting`)
    process.exitCode = 1
  } else await writeFile(join(root, path), text())
}

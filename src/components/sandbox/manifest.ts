import { readFile } from 'node:fs/promises'
import type { RuntimeManifest } from '../../sandbox/worker/assets.ts'

/** What the runtime is made of, read while the site is built: the page asks for nothing twice. */
export async function runtimeManifest(): Promise<RuntimeManifest> {
  const text = await readFile('.cache/runtime-manifest.json', 'utf8').catch((cause) => {
    throw new Error('The runtime is not built yet. Run: npm run build:runtime', { cause })
  })
  return JSON.parse(text)
}

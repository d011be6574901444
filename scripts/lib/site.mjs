import { mustRun } from './run.mjs'

/** What the sandboxes load, which pages and development need alike. */
export const buildRuntime = () => mustRun('node', ['scripts/build-runtime.ts'])

/** The whole site as files in dist, compressed. */
export async function buildSite() {
  await buildRuntime()
  await mustRun('astro', ['build'])
  await mustRun('node', ['scripts/compress.ts'])
}

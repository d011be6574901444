import { immutable, immutableFolders } from './caching.mjs'
import { responseHeaders } from './headers.mjs'

/** `vercel.json`. Pages get Vercel's own Cache-Control, which asks each time. */
export function vercelConfig() {
  const config = {
    $schema: 'https://openapi.vercel.sh/vercel.json',
    buildCommand: 'npm run build',
    outputDirectory: 'dist',
    trailingSlash: true,
    headers: [
      { source: '/(.*)', headers: pairs(responseHeaders) },
      ...immutableFolders.map((folder) => ({
        source: `${folder}(.*)`,
        headers: pairs({ 'Cache-Control': immutable }),
      })),
    ],
  }
  return `${JSON.stringify(config, null, 2)}\n`
}

const pairs = (headers) => Object.entries(headers).map(([key, value]) => ({ key, value }))

import { describe, expect, it } from 'vitest'
import { cacheControlFor, revalidate } from '../../../src/hosting/caching.mjs'
import { responseHeaders } from '../../../src/hosting/headers.mjs'
import { netlifyRules, vercelRules } from '../../kit/hosts/rules.ts'

const paths = [
  '/',
  '/strategies/redis/',
  '/examples/redis.json',
  '/_astro/page.js',
  '/runtime/program.js',
  '/none',
]

describe.each([
  ['Netlify and Cloudflare Pages', netlifyRules()],
  ['Vercel', vercelRules()],
])('%s', (_, rules) => {
  it.each(paths)('sends with %s what the source says, each header once', (path) => {
    const cacheControl = cacheControlFor(path)
    const expected = {
      ...responseHeaders,
      // Left to the host, which sends the same.
      ...(cacheControl !== revalidate && { 'Cache-Control': cacheControl }),
    }
    expect(rules(path).sort()).toEqual(Object.entries(expected).sort())
  })
})

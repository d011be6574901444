import { immutable, immutableFolders } from './caching.mjs'
import { responseHeaders } from './headers.mjs'

/**
 * The `_headers` file of Netlify and Cloudflare Pages. Where several rules match a path, both hosts join the values of
 * a header that is in more than one, so none is. Pages get the hosts' own Cache-Control, which asks each time.
 */
export function netlifyHeaders() {
  const rules = [
    ['/*', Object.entries(responseHeaders)],
    ...immutableFolders.map((folder) => [`${folder}*`, [['Cache-Control', immutable]]]),
  ]
  return rules
    .map(([path, headers]) => [path, ...headers.map(line)].join('\n'))
    .join('\n\n')
    .concat('\n')
}

const line = ([name, value]) => `  ${name}: ${value}`

import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'

/**
 * Astro integration: writes a Content-Security-Policy into every built page, with the hash of each inline script,
 * style and style attribute that the page really has, so neither 'unsafe-inline' nor a list kept by hand is needed.
 * (Astro's own `security.csp` leaves out `is:inline` scripts and Shiki's style attributes.)
 */
export function pageCsp() {
  return {
    name: 'page-csp',
    hooks: {
      'astro:build:done': async ({ assets }) => {
        const pages = [...assets.values()].flat().filter((file) => file.pathname.endsWith('.html'))
        await Promise.all(pages.map(addPolicy))
      },
    },
  }
}

async function addPolicy(file) {
  const html = await readFile(file, 'utf8')
  await writeFile(file, withPolicy(html))
}

const charset = /<meta charset="utf-8"\s*\/?>/i

/** @throws when the page has no `<meta charset>`, behind which the policy goes */
export function withPolicy(html) {
  if (!charset.test(html)) throw new Error('A page has no <meta charset="utf-8">, so its policy has no place')
  const meta = `<meta http-equiv="content-security-policy" content="${pagePolicy(html)}">`
  return html.replace(charset, (found) => found + meta)
}

/** A page with a sandbox may show a WebContainer's frame and the servers in it; no other page may. */
const sandboxMark = 'class="sandbox'
const containerHosts = {
  connect: ['https://stackblitz.com'],
  frame: ['https://stackblitz.com', 'https://*.webcontainer-api.io'],
}

/** A page with a starter to take may send it to StackBlitz, in a form, when the reader asks for it. */
const takeMark = 'class="take'

/** The policy of one page. Hashes follow https://www.w3.org/TR/CSP3/#framework-directive-source-list */
export function pagePolicy(html) {
  const scripts = hashes(html, /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)
  const styles = hashes(html, /<style[^>]*>([\s\S]*?)<\/style>/gi)
  const styleAttributes = hashes(html, /\sstyle="([^"]*)"/gi, decodeEntities)
  const container = html.includes(sandboxMark) ? containerHosts : { connect: [], frame: [] }
  return [
    `default-src 'self'`,
    // The search compiles WebAssembly, on the page's own thread where a worker is too slow to come. No text becomes code.
    `script-src ${["'self'", "'wasm-unsafe-eval'", ...scripts].join(' ')}`,
    `style-src ${["'self'", ...styles].join(' ')}`,
    `style-src-attr ${styleAttributes.length > 0 ? ["'unsafe-hashes'", ...styleAttributes].join(' ') : "'none'"}`,
    `img-src 'self' data:`,
    `connect-src ${["'self'", ...container.connect].join(' ')}`,
    `frame-src ${["'self'", ...container.frame].join(' ')}`,
    `worker-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action ${html.includes(takeMark) ? 'https://stackblitz.com' : "'none'"}`,
  ].join('; ')
}

function hashes(html, pattern, decode = (text) => text) {
  const texts = Array.from(html.matchAll(pattern), ([, text]) => decode(text)).filter((text) => text !== '')
  return Array.from(new Set(texts.map(sha256)))
}

const sha256 = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const entities = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
}

const decodeEntities = (text) =>
  text.replace(/&(?:quot|#34|#39|#x27|lt|gt|amp);/g, (entity) => entities[entity])

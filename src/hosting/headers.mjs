import { cacheControlFor } from './caching.mjs'

/**
 * Response headers for every page and asset. Development, preview and hosting adapters all read this one list.
 * COOP and COEP make the page cross-origin isolated, which a WebContainer needs; everything else works without.
 */
export const responseHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  // The frames of the sandboxes have opaque origins: to Firefox, an isolated page takes their documents from another
  // origin, and may do so only where they allow it. Nothing on this site is for one origin alone.
  'Cross-Origin-Resource-Policy': 'cross-origin',
  // A policy in a <meta> element cannot say this one. The rest of the policy is in each page: see csp.mjs.
  'Content-Security-Policy': "frame-ancestors 'self'",
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
}

/**
 * Every header of an answer. A 304 needs them like a 200 (RFC 9110, section 15.4.5): WebKit refuses a worker from its
 * cache when the 304 came without COEP.
 *
 * @param {string} path of the request
 */
export const headersFor = (path) => ({ ...responseHeaders, 'Cache-Control': cacheControlFor(path) })

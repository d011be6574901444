/**
 * Response headers for every page and asset. Development, preview and hosting adapters all read this one list.
 * COOP and COEP make the page cross-origin isolated, which a WebContainer needs; everything else works without.
 */
export const responseHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  // A policy in a <meta> element cannot say this one. The rest of the policy is in each page: see csp.mjs.
  'Content-Security-Policy': "frame-ancestors 'self'",
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
}

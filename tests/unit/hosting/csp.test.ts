import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { pagePolicy, withPolicy } from '../../../src/hosting/csp.mjs'

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

describe('pagePolicy()', () => {
  it('allows the inline scripts and styles the page has, each by its hash', () => {
    const policy = pagePolicy(
      '<style>a{}</style><script type="module">go()</script><script src="/x.js"></script>',
    )
    expect(policy).toContain(`script-src 'self' 'wasm-unsafe-eval' ${hashOf('go()')};`)
    expect(policy).toContain(`style-src 'self' ${hashOf('a{}')};`)
  })

  it('allows style attributes by the hash of what the browser reads', () => {
    const policy = pagePolicy('<i style="--a:&quot;x&quot;"></i>')
    expect(policy).toContain(`style-src-attr 'unsafe-hashes' ${hashOf('--a:"x"')};`)
  })

  it('allows nothing inline where nothing is', () => {
    expect(pagePolicy('<p>')).toContain(
      `script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'none';`,
    )
  })

  it('allows forms on pages that have a starter to take, to StackBlitz, and nowhere else', () => {
    expect(pagePolicy('<div class="take not-content">')).toContain('form-action https://stackblitz.com')
    expect(pagePolicy('<p>')).toContain(`form-action 'none'`)
  })
})

describe('withPolicy()', () => {
  it('puts the policy before everything it is about', () => {
    const html = withPolicy('<head><meta charset="utf-8"><script>go()</script></head>')
    expect(html.indexOf('content-security-policy')).toBeLessThan(html.indexOf('<script>'))
  })

  it('refuses a page that has no place for it', () => {
    expect(() => withPolicy('<head></head>')).toThrow('charset')
  })
})

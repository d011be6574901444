import { afterEach, describe, expect, test } from 'vitest'
import { ask } from '../kit/client.ts'
import { startMock } from '../kit/engines.ts'
import { allStrategies } from '../kit/strategies.ts'
import type { SystemOptions } from '../kit/systems.ts'
import { samplesOf, serviceNames } from './every-answer.ts'
import { exchangeSecret } from './exchange-client.ts'
import { limitsOf, openLimited } from './limited.ts'
import { listen } from './listen.ts'

/** What answers tell a browser: nothing in them is to be run, framed, guessed at or sent on. */
const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}
/** What an answer may have besides. */
const otherHeaders =
  /^(content-type|content-length|cache-control|www-authenticate|retry-after|set-cookie|revocation-age-ms)$/

const engine = { url: undefined }
const limits = limitsOf({ failuresByAccount: 2 })
const env = { EXCHANGE_SECRET: exchangeSecret }

afterEach(async () => {
  const { admin, stop } = await startMock()
  await admin.flushall()
  await stop()
})

describe.each(allStrategies)('%s', (strategy) => {
  const open = (options: SystemOptions = {}) =>
    openLimited({ strategy, engine }, limits, { ...options, env: { ...env, ...options.env } })

  test('every kind of answer has the headers that make it harmless in a browser, and no others', async () => {
    for (const [what, status, answer] of await samplesOf(strategy, open)) {
      const headers = Object.fromEntries(answer.headers)
      expect({ what, status: answer.status, headers }).toMatchObject({
        what,
        status,
        headers: securityHeaders,
      })
      const names = Object.keys(headers).filter((name) => !(name in securityHeaders))
      expect([what, names.filter((name) => !otherHeaders.test(name))]).toEqual([what, []])
    }
  })

  test('no refusal and nothing about a caller rests in a cache; public keys do, as long as is set', async () => {
    for (const [what, status, { headers }] of await samplesOf(strategy, open)) {
      const cached = what === 'keys' ? 'public, max-age=300, stale-if-error=86400' : 'no-store'
      const allowed = isHarmless(what) ? [cached, null] : [cached]
      expect([what, allowed.includes(headers.get('cache-control'))]).toEqual([what, true])
      expect([what, headers.has('retry-after')]).toEqual([
        what,
        [429, 503].includes(status) && !isProbe(what),
      ])
    }
    const system = await open({ env: { JWKS_MAX_AGE_SECONDS: '60' } })
    const { headers } = await ask(system.issuer, 'GET', '/.well-known/jwks.json')
    expect(headers.get('cache-control')).toBe('public, max-age=60, stale-if-error=86400')
  })

  test('over a network nothing is added that says what runs here', async () => {
    const system = await open()
    for (const service of serviceNames) {
      const url = await listen(system[service])
      for (const path of ['/healthz', '/nowhere', '/readyz']) {
        const response = await fetch(url + path)
        await response.text()
        const added = [...response.headers.keys()].filter((name) => !(name in securityHeaders))
        const harmless = new RegExp(`${otherHeaders.source}|^(date|connection|keep-alive|transfer-encoding)$`)
        expect(added.filter((name) => !harmless.test(name))).toEqual([])
        expect(Object.fromEntries(response.headers)).toMatchObject(securityHeaders)
      }
    }
  })
})

/** No cache keeps these by itself: numbers of a process. */
const isHarmless = (what: string) => /(healthz|metrics)$/.test(what)
const isProbe = (what: string) => what.endsWith('readyz, stopping')

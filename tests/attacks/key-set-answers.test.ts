import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, catalog, newSession } from '../kit/client.ts'
import { encode } from '../kit/forge.ts'
import { type KeyIssuer, publish, send, startKeyIssuer } from '../kit/key-issuer.ts'
import { allStrategies } from '../kit/strategies.ts'
import { kid, soundKey } from './bad-keys.ts'
import { type Diverted, openDiverted } from './diverted.ts'

type Reply = KeyIssuer['reply']

const half: Reply = (response) => void response.writeHead(200).write('{"keys":[')

/** What a service meets on its very first look for keys. `tests/contract/remote-keys.test.ts` has what comes later. */
const answers: [what: string, reply: (target: Diverted) => Promise<Reply> | Reply][] = [
  ['no keys', () => publish([])],
  ['HTML', () => send(200, '<!doctype html><title>Log in</title>', { 'content-type': 'text/html' })],
  ['one key and no set', ({ publicJwk }) => send(200, JSON.stringify(publicJwk))],
  ['a set inside a set', ({ publicJwk }) => send(200, JSON.stringify({ keys: [{ keys: [publicJwk] }] }))],
  [
    'keys by name',
    ({ publicJwk }) => send(200, JSON.stringify({ keys: { [`${publicJwk.kid}`]: publicJwk } })),
  ],
  ['two keys of one name', twoOfOneName],
  ['the good key twice', ({ publicJwk }) => publish([publicJwk, publicJwk])],
  [
    '21 keys',
    ({ publicJwk }) => publish(Array.from({ length: 21 }, (_, i) => ({ ...publicJwk, kid: `${i}` }))),
  ],
  ['good keys in more than 64 KB', ({ publicJwk }) => publish([{ ...publicJwk, x5c: ['A'.repeat(65_536)] }])],
  ['good keys and an error', ({ publicJwk }) => send(500, JSON.stringify({ keys: [publicJwk] }))],
  ['half a set', () => half],
]

async function twoOfOneName({ publicJwk }: Diverted): Promise<Reply> {
  const { jwk } = await soundKey('Ed25519')()
  return publish([publicJwk, { ...publicJwk, x: jwk.x ?? '' }])
}

describe.each(allStrategies)('%s: an issuer that answers a service without keys with', (strategy) => {
  let target: Diverted
  beforeEach(async () => {
    target = await openDiverted(strategy)
    target.divert()
  })
  afterEach(() => target.close())

  test.each(answers)(
    '%s: nobody is let in, and nobody is told that their token is wrong',
    async (_, reply) => {
      target.host.reply = await reply(target)
      const api = await target.system.addApi()
      const requests = [catalog(api, target.good.access), ask(api, 'GET', '/readyz')] as const
      const [refused, readiness] = await Promise.all(requests)
      expect(refused).toMatchObject({ status: 503, code: 'keys_unavailable' })
      expect(refused.headers.has('www-authenticate')).toBe(false)
      expect(readiness).toMatchObject({ status: 503, body: { checks: { keys: false } } })
      target.host.reply = publish([target.publicJwk])
      target.system.clock.advance(30)
      expect(await catalog(api, target.good.access)).toMatchObject({ status: 200 })
    },
  )

  // meets: RFC8725-3.10, ASVS-9.1.3
  test('a redirect: it is not followed', async () => {
    const attacker = await startKeyIssuer()
    const { jwk, sign } = await soundKey('Ed25519')()
    attacker.reply = publish([jwk])
    target.host.reply = send(302, '', { location: attacker.url })
    const api = await target.system.addApi()
    const forged = await sign(encode({ ...target.header, kid }), encode(target.claims))
    expect(await catalog(api, forged)).toMatchObject({ status: 503, code: 'keys_unavailable' })
    expect(attacker.fetches).toBe(0)
    await attacker.stop()
  })

  test('keys without end: they are not read on', async () => {
    let sentBytes = 0
    const { promise: closed, resolve: end } = Promise.withResolvers<void>()
    const chunk = ' '.repeat(65_536)
    target.host.reply = (response) => {
      const sendOn = () => {
        do sentBytes += chunk.length
        while (response.write(chunk))
      }
      response.on('drain', sendOn).on('close', end)
      sendOn()
    }
    const api = await target.system.addApi()
    expect((await catalog(api, target.good.access)).code).toBe('keys_unavailable')
    await closed
    // What fits into the buffers on the way, and not what can be sent until the time is over.
    expect(sentBytes).toBeLessThan(16 * 1024 * 1024)
  })
})

describe.each(allStrategies)('%s: an issuer that publishes no key any more that fits', (strategy) => {
  let target: Diverted
  beforeEach(async () => {
    target = await openDiverted(strategy)
    target.divert()
  })
  afterEach(() => target.close())

  const empty: [what: string, keys: () => Promise<object[]>][] = [
    ['none', async () => []],
    ['one for encryption', async () => [{ ...(await soundKey('Ed25519')()).jwk, use: 'enc' }]],
  ]

  test.each(empty)('but %s has taken back those at hand', async (_, keys) => {
    const { host, system, publicJwk } = target
    host.reply = publish(await keys())
    system.clock.advance(601)
    const { access } = await newSession(system)
    expect(await catalog(system.api, access)).toMatchObject({ status: 503, code: 'keys_unavailable' })
    host.reply = publish([publicJwk])
    system.clock.advance(1)
    expect(await catalog(system.api, access)).toMatchObject({ status: 200 })
  })
})

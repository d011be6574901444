import { afterEach, describe, expect, test } from 'vitest'
import { limitedNetwork } from '../../examples/stateless/src/http/client-network.ts'
import { type Answer, ask, bearer, json, newSession, pairOf, password } from '../kit/client.ts'
import { startMock } from '../kit/engines.ts'
import { allStrategies, withStore } from '../kit/strategies.ts'
import type { System } from '../kit/systems.ts'
import { limitsOf, openLimited, seenFrom, statusesOf, tryLogin, wrong } from './limited.ts'
import { listen } from './listen.ts'

// Whom a limit counts as one, and who can pretend to be somebody else.

const limits = limitsOf({ failuresByAccountAndNetwork: 2 })
const engine = { url: undefined }
const open = (strategy: (typeof allStrategies)[number], trustedProxies: number) =>
  openLimited({ strategy, engine }, limits, { env: { TRUSTED_PROXIES: String(trustedProxies) } })

afterEach(async () => {
  const { admin, stop } = await startMock()
  await admin.flushall()
  await stop()
})

describe.each(allStrategies)('%s', (strategy) => {
  const guessesFrom = (system: System, ...addresses: string[]) =>
    statusesOf(addresses.map((from) => () => tryLogin(system, { from, ...wrong })))

  test('behind no proxy it believes no header', async () => {
    const system = await open(strategy, 0)
    expect(await guessesFrom(system, '192.0.2.1', '192.0.2.2', '192.0.2.3')).toEqual([401, 401, 429])
  })

  test('behind one proxy it believes the last entry, and none that was there before', async () => {
    const system = await open(strategy, 1)
    const guesser = '203.0.113.7'
    const spoofed = [`192.0.2.1, ${guesser}`, `192.0.2.2,${guesser}`, `192.0.2.3, 10.0.0.1, ${guesser}`]
    expect(await guessesFrom(system, ...spoofed)).toEqual([401, 401, 429])
    expect(await guessesFrom(system, `${guesser}, 192.0.2.4`)).toEqual([401])
  })

  test('a port that a proxy writes along is no part of the address', async () => {
    const system = await open(strategy, 1)
    const withPorts = ['203.0.113.7:50312', '203.0.113.7:50313', '203.0.113.7']
    expect(await guessesFrom(system, ...withPorts)).toEqual([401, 401, 429])
    const inBrackets = ['[2001:db8:1:2::1]:50312', '[2001:db8:1:2::1]', '2001:db8:1:2::1']
    expect(await guessesFrom(system, ...inBrackets)).toEqual([401, 401, 429])
  })

  test('behind two proxies it believes the last entry but one', async () => {
    const system = await open(strategy, 2)
    const guesser = '203.0.113.7'
    const spoofed = [`${guesser}, 10.0.0.1`, `192.0.2.1, ${guesser}, 10.0.0.2`, `words, ${guesser}, 10.0.0.3`]
    expect(await guessesFrom(system, ...spoofed)).toEqual([401, 401, 429])
    expect(await guessesFrom(system, '192.0.2.5, 10.0.0.1')).toEqual([401])
  })

  test('whoever came past a proxy, or says no address, is counted with all who did', async () => {
    const system = await open(strategy, 2)
    expect(await guessesFrom(system, '203.0.113.7', '', 'words, 10.0.0.1', '192.0.2.1')).toEqual([
      ...[401, 401, 429, 429],
    ])
  })

  test('an IPv6 network of 64 bits is one, whatever address in it; another is another', async () => {
    const system = await open(strategy, 1)
    const rotating = ['2001:db8:1:2::1', '2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2:a:b:c:d']
    expect(await guessesFrom(system, ...rotating)).toEqual([401, 401, 429])
    expect(await guessesFrom(system, '2001:db8:1:3::1')).toEqual([401])
  })

  test('an IPv4 address is one, also as IPv6 writes it; its neighbour is another', async () => {
    const system = await open(strategy, 1)
    const same = ['203.0.113.7', '::ffff:203.0.113.7', '203.0.113.7']
    expect(await guessesFrom(system, ...same)).toEqual([401, 401, 429])
    expect(await guessesFrom(system, '203.0.113.8')).toEqual([401])
  })

  test('over a network it counts by the address that the connection comes from', async () => {
    const system = await open(strategy, 0)
    const url = await listen(system.issuer)
    const guess = (forwardedFor: string) =>
      post(url, seenFrom(forwardedFor, json({ username: 'alice', password: 'guess' })))
    expect([await guess('192.0.2.1'), await guess('192.0.2.2'), await guess('192.0.2.3')]).toEqual([
      ...[401, 401, 429],
    ])
    // What is asked within the process has no address.
    expect((await tryLogin(system)).status).toBe(200)
  })
})

test.each(withStore)('%s: a session says roughly where it began, and not who was there', async (strategy) => {
  const system = await open(strategy, 1)
  const from = async (address: string) => pairOf(await tryLogin(system, { from: address }))
  await from('203.0.113.7')
  await from('2001:db8:1:2:3:4:5:6')
  const { access } = await newSession(system)
  const { body } = await ask(system.issuer, 'GET', '/sessions', bearer(access))
  expect(networksOf(body).sort()).toEqual(['2001:db8:1::/48', '203.0.113.0/24', 'unknown'])
})

test.each(withStore)('%s: a session over a network says the kind of address that it is', async (strategy) => {
  const system = await open(strategy, 0)
  const url = await listen(system.issuer)
  await post(url, json({ username: 'alice', password }))
  const { body } = await ask(system.issuer, 'GET', '/sessions', bearer((await newSession(system)).access))
  expect(networksOf(body).sort()).toEqual(['127.0.0.0/24', 'unknown'])
})

test.each([
  ['fe80::1%eth0', 'fe80::/64'],
  ['::1', '::/64'],
  ['203.0.113.7:50412', 'unknown'],
  ['<script>', 'unknown'],
])('the address %s is of the network %s', (address, network) => {
  expect(limitedNetwork(address)).toBe(network)
})

const networksOf = ({ sessions }: Answer['body']): string[] =>
  sessions.map(({ network }: { network: string }) => network)

async function post(url: string, init: RequestInit): Promise<number> {
  const response = await fetch(`${url}/login`, { ...init, method: 'POST' })
  await response.text()
  return response.status
}

import { base64url, decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { randomId } from '../../examples/redis/src/random.ts'
import { hashOf, successorOf } from '../../examples/redis/src/sessions/refresh-names.ts'
import { newSession, type Pair, pairOf, refresh } from '../kit/client.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'

// Proven here: every name is 32 bytes of the platform's generator, whole and unchanged, or an HMAC-SHA-256 under a key
// that is; none comes twice, and no bit leans to one side. Not proven: that nobody can foretell that generator. No test
// of its output could; that is the promise of the Web Cryptography API and of the system below it.

const count = 10_000
const name256 = /^[\w-]{43}$/

describe('ten thousand names', () => {
  test('as sessions and tokens get them have 256 bits, and none comes twice', () => {
    const ids = Array.from({ length: count }, randomId)
    expect(ids.filter((id) => !name256.test(id))).toEqual([])
    expect(new Set(ids).size).toBe(count)
  })

  test('have each bit about as often set as not', () => {
    const ids = Array.from({ length: count }, () => base64url.decode(randomId()))
    for (let bit = 0; bit < 256; bit++) {
      const isSet = ids.filter((bytes) => (bytes[bit >> 3] ?? 0) & (1 << (bit & 7))).length
      // Ten standard deviations: chance alone does not get there.
      expect(Math.abs(isSet - count / 2)).toBeLessThan(10 * Math.sqrt(count / 4))
    }
  })

  test('of refresh tokens that follow one another have 256 bits, and neither they nor their hashes come twice', async () => {
    const secret = randomId()
    const names = [randomId()]
    while (names.length < count) names.push(await successorOf(secret, names.at(-1) ?? ''))
    const hashes = await Promise.all(names.map(hashOf))
    expect([...names, ...hashes].filter((name) => !name256.test(name))).toEqual([])
    expect(new Set([...names, ...hashes]).size).toBe(2 * count)
  })
})

describe.each(allStrategies)('%s: where names come from', (strategy) => {
  let system: System
  /** Every value of 256 bits that the generator has given since the test began. */
  let given: Set<string>
  beforeEach(async () => {
    system = await openSystem(strategy, undefined)
    given = new Set()
    const generate = crypto.getRandomValues.bind(crypto)
    vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      const filled = generate(array)
      if (filled instanceof Uint8Array && filled.length === 32) given.add(base64url.encode(filled))
      return filled
    })
  })
  afterEach(async () => {
    vi.restoreAllMocks()
    await system.close()
  })

  const jtiOf = (token: string) => String(decodeJwt(token).jti)
  const namesOf = ({ access, refresh: token, sid }: Pair) => [sid, jtiOf(access), jtiOf(token)]

  // meets: ASVS-7.2.3 (redis, hybrid)
  test('a session and both of its tokens are named by values of the generator, each by its own', async () => {
    const names = [...namesOf(await newSession(system)), ...namesOf(await newSession(system))]
    expect(names.filter((name) => !given.has(name))).toEqual([])
    expect(new Set(names).size).toBe(6)
  })

  // meets: ASVS-7.2.3 (redis, hybrid)
  test('so are those that follow; with sessions, the refresh token by what only its session can derive', async () => {
    const first = await newSession(system)
    const second = pairOf(await refresh(system, first.refresh))
    expect(given).toContain(jtiOf(second.access))
    expect(jtiOf(second.access)).not.toBe(jtiOf(first.access))
    const before = jtiOf(first.refresh)
    const derived = await Promise.all([...given].map((secret) => successorOf(secret, before)))
    const origins = strategy === 'stateless' ? [...given] : derived
    // Of one secret alone: whoever has another, or none, cannot name the next token.
    expect(origins.filter((name) => name === jtiOf(second.refresh))).toHaveLength(1)
    expect([first.sid, before]).not.toContain(jtiOf(second.refresh))
  })
})

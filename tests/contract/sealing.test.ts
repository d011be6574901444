import { base64url, decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { hashOf } from '../../examples/redis/src/sessions/refresh-names.ts'
import { defaultLimits } from '../../examples/stateless/src/http/rate-limits.ts'
import { ask, bearer, json, newSession, type Pair, pairOf, password, refresh } from '../kit/client.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem, type System, type WrapUsers } from '../kit/systems.ts'
import { type Cell, forEachStrategy } from './matrix.ts'
import { contentsOf } from './redis-contents.ts'

// What somebody learns who reads Redis, a dump of it or a replica.

/** Long enough not to turn up in a ciphertext by chance. */
const [username, name] = ['alice.liddell@wonderland.example', 'Alice Pleasance Liddell']
const laptop = { device: 'the blue laptop on the desk', address: '203.0.113.77' }
const phone = { device: 'a phone with a broken screen', address: '2001:db8:1234:5678::9' }
const guess = 'not-the-password-of-alice'
const people = [username, name, laptop.device, phone.device, password, guess]
const networks = ['203.0.113', '2001:db8:1234']

describe('what is in Redis', () => {
  forEachStrategy(withStore, (cell) => {
    // meets: RFC9700-4.9.3 (redis, hybrid)
    test('is no token, no part or name of one, no person, no device and no network', async () => {
      const { pairs, contents } = await lookIntoALife(cell)
      const tokens = pairs.flatMap(({ access, refresh: token }) => [access, token])
      const parts = tokens.flatMap((token) => [...token.split('.').slice(1), String(decodeJwt(token).jti)])
      expect(found([...parts, ...people], contents)).toEqual([])
      const isLimit = ([key]: [string, string]) => key.startsWith('limit:')
      const others = contents.filter((entry) => !isLimit(entry))
      expect(found(networks, others)).toEqual([])
      expect(new Set(others.map(([key]) => key.split(':', 1).join()))).toEqual(new Set(kinds[cell.strategy]))
      // The counters of rate limits are named by address. They are gone within their hour.
      const lifetimes = contents.filter(isLimit).map(([key]) => cell.engine.admin.ttl(key))
      expect(lifetimes.length).toBeGreaterThan(0)
      for (const seconds of await Promise.all(lifetimes)) {
        expect(seconds).toBeGreaterThan(0)
        expect(seconds).toBeLessThanOrEqual(3600)
      }
    })

    test('is of each session a compact JWE: AES-GCM with 256 bits, and the name of the key', async () => {
      const sealed = [await sealedSession(), await sealedSession()]
      for (const text of sealed) {
        expect(decodeProtectedHeader(text)).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'process' })
        const [, encryptedKey, nonce = '', , tag = ''] = text.split('.')
        expect(encryptedKey).toBe('')
        expect([nonce, tag].map((part) => base64url.decode(part).length)).toEqual([12, 16])
      }
      expect(new Set(sealed.map((text) => text.split('.')[2])).size).toBe(2)
    })

    async function sealedSession(): Promise<string> {
      const { sid } = await newSession(cell.system)
      return (await cell.engine.admin.get(`session:{user-1}:${sid}`)) ?? ''
    }

    test('is of each refresh token the hash of its name', async () => {
      const first = await newSession(cell.system)
      const second = pairOf(await refresh(cell.system, first.refresh))
      const [previous, current] = await Promise.all(
        [first, second].map((pair) => hashOf(String(decodeJwt(pair.refresh).jti))),
      )
      const family = await cell.engine.admin.hgetall(`family:{user-1}:${first.sid}`)
      expect(family).toMatchObject({ current, previous })
    })
  })
})

/** What the keys begin with: had the test not brought them about, it would have searched nothing. */
const common = ['session', 'sessions', 'family', 'epoch']
const kinds: Record<string, string[]> = { redis: common, hybrid: [...common, 'revocations'] }

const found = (words: readonly string[], contents: readonly [string, string][]): string[] => {
  const text = contents.flat().join('\n')
  return words.filter((word) => text.includes(word))
}

/** All that ever happens to sessions, and all that Redis held in the course of it. */
async function lookIntoALife({ strategy, engine }: Cell) {
  const system = await openSystem(strategy, engine, {
    ...{ env: { TRUSTED_PROXIES: '1' }, wrapUsers: withLongNames, limits: defaultLimits },
  })
  const contents: [string, string][] = []
  const look = async () => void contents.push(...(await contentsOf(engine.admin)))
  const pairs = [...(await holdSessions(system, look)), ...(await endSessions(system, look))]
  await system.close()
  return { pairs, contents }
}

async function holdSessions(system: System, look: () => Promise<void>): Promise<Pair[]> {
  const [one, other] = [await logInFrom(system, laptop), await logInFrom(system, phone)]
  await look()
  expect((await logIn(system, laptop, guess)).status).toBe(401)
  system.clock.advance(61)
  for (const { access } of [one, other]) await ask(system.api, 'GET', '/me', bearer(access))
  const renewed = pairOf(await refresh(system, one.refresh))
  await look()
  return [one, other, renewed]
}

async function endSessions(system: System, look: () => Promise<void>): Promise<Pair[]> {
  const [one, other, stolen] = [
    await logInFrom(system, laptop),
    await logInFrom(system, phone),
    await logInFrom(system, phone),
  ]
  const renewed = pairOf(await refresh(system, stolen.refresh))
  system.clock.advance(11)
  expect((await refresh(system, stolen.refresh)).code).toBe('refresh_token_reused')
  await ask(system.issuer, 'POST', '/logout', bearer(other.access))
  await look()
  await ask(system.issuer, 'POST', '/logout-others', bearer(one.access))
  await look()
  expect((await ask(system.issuer, 'POST', '/logout-all', bearer(one.access))).status).toBe(200)
  await look()
  return [one, other, stolen, renewed]
}

const logInFrom = async (system: System, from: typeof laptop) => pairOf(await logIn(system, from))

function logIn(system: System, { device, address }: typeof laptop, secret = password) {
  const { headers, ...init } = json({ username, password: secret, device })
  const from = { ...headers, 'x-forwarded-for': address }
  return ask(system.issuer, 'POST', '/login', { ...init, headers: from })
}

const withLongNames: WrapUsers = (users) => ({
  ...users,
  candidate: (typed) => (typed === username ? { ...users.candidate('alice'), name } : users.candidate(typed)),
})

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { AuthError } from '../../examples/stateless/src/errors.ts'
import { RemoteKeys } from '../../examples/stateless/src/keys/remote-keys.ts'
import { importSigningKey, type SigningKey } from '../../examples/stateless/src/keys/signing-keys.ts'
import { hang, type KeyIssuer, publish, send, startKeyIssuer } from '../kit/key-issuer.ts'
import { newKeyEntry, SetClock } from '../kit/keys.ts'

const secondMs = 1000
const hourMs = 3_600_000
/** What a look for an unknown key is not repeated within. */
const cooldownMs = 30 * secondMs
const longestMaxAge = 'max-age=600'

let issuer: KeyIssuer
let [one, two]: SigningKey[] = []
beforeAll(async () => {
  issuer = await startKeyIssuer()
  ;[one, two] = await Promise.all([newSigningKey(), newSigningKey()])
})
afterAll(() => issuer.stop())

const newSigningKey = async () => importSigningKey('Ed25519', await newKeyEntry())
const publishing = (keys: (SigningKey | undefined)[], cacheControl?: string) =>
  publish(
    keys.map((key) => key?.publicJwk),
    cacheControl,
  )

let clock: SetClock
let keys: RemoteKeys
beforeEach(() => {
  clock = new SetClock()
  issuer.fetches = 0
  issuer.reply = publishing([one], longestMaxAge)
  keys = new RemoteKeys({ url: issuer.url, algorithms: ['Ed25519'], clock, fetch })
})

/** The name of the key that was found, or the code of the refusal. */
const find = (kid = one?.kid ?? ''): Promise<string> =>
  keys.source({ alg: 'Ed25519', kid }).then(
    (key) => key.kid,
    (error) => (error instanceof AuthError ? error.code : String(error)),
  )

/** Tokens with names of keys that nobody has, all at once. */
async function flood(tokens = 2_000): Promise<Set<string>> {
  const names = Array.from({ length: tokens }, () => crypto.randomUUID())
  return new Set(await Promise.all(names.map((name) => find(name))))
}

/** Answers as if the limit on a fetch were over when the test says so, and keeps what the limit was to be. */
function limitByHand() {
  const limitsMs: number[] = []
  let current = new AbortController()
  const spy = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    limitsMs.push(ms)
    current = new AbortController()
    return current.signal
  })
  return { limitsMs, over: () => current.abort(), restore: () => spy.mockRestore() }
}

describe('fetches of the key set', () => {
  test('are shared by all who need the first keys at the same time', async () => {
    expect(new Set(await Promise.all(Array.from({ length: 2_000 }, () => find())))).toEqual(
      new Set([one?.kid]),
    )
    expect(issuer.fetches).toBe(1)
  })

  test.each([
    ['answers', () => publishing([one], longestMaxAge)],
    ['answers 500', () => send(500, '')],
    ['answers with no keys', () => send(200, '{"error":"try later"}')],
  ])('are one per cooldown under a flood of made-up names, while the issuer %s', async (_, reply) => {
    await find()
    issuer.reply = reply()
    const seen = new Set<string>()
    // Ten minutes in steps of ten seconds, a flood in each.
    for (let step = 0; step < 60; step++) {
      clock.advanceMs(10 * secondMs)
      for (const code of await flood(100)) seen.add(code)
    }
    expect(seen).toEqual(new Set(['token_key_unknown']))
    expect(issuer.fetches).toBe(1 + (60 * 10 * secondMs) / cooldownMs)
  })

  test('are one per cooldown while the issuer hangs, and whoever has a fresh key does not wait', async () => {
    await find()
    issuer.reply = hang
    const limit = limitByHand()
    for (let round = 1; round <= 5; round++) {
      clock.advanceMs(cooldownMs)
      const asked = issuer.asked()
      const early = flood()
      await asked
      clock.advanceMs(2 * cooldownMs)
      const late = flood()
      expect(await find()).toBe(one?.kid)
      expect(issuer.fetches).toBe(1 + round)
      limit.over()
      expect(new Set([...(await early), ...(await late)])).toEqual(new Set(['token_key_unknown']))
    }
    limit.restore()
    expect(limit.limitsMs).toEqual(Array(5).fill(2 * secondMs))
  })

  test('end after two seconds for those who wait with a stale key, and then that key is used', async () => {
    await find()
    issuer.reply = hang
    const limit = limitByHand()
    clock.advanceMs(600 * secondMs)
    const asked = issuer.asked()
    const waiting = Array.from({ length: 100 }, () => find())
    await asked
    limit.over()
    limit.restore()
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([one?.kid]))
    expect([issuer.fetches, limit.limitsMs]).toEqual([2, [2 * secondMs]])
  })

  test('are one a second while there are no keys at all', async () => {
    issuer.reply = send(500, '')
    for (let tenths = 0; tenths <= 100; tenths++) {
      expect(await flood(50)).toEqual(new Set(['keys_unavailable']))
      clock.advanceMs(secondMs / 10)
    }
    expect(issuer.fetches).toBe(11)
  })
})

describe('a key set', () => {
  test.each([
    ['says nothing', undefined, 300],
    ['says no-store', 'no-store', 300],
    ['says max-age=0', 'max-age=0', 1],
    ['says max-age=7', 'max-age=7', 7],
    ['says what our issuers say', 'public, max-age=120, stale-if-error=86400', 120],
    ['says a year', 'max-age=31536000', 600],
  ])(
    'whose issuer %s is used for as long as it may be, and fetched anew then',
    async (_, header, seconds) => {
      issuer.reply = publishing([one], header)
      await find()
      clock.advanceMs(seconds * secondMs - 1)
      expect([await find(), issuer.fetches]).toEqual([one?.kid, 1])
      clock.advanceMs(1)
      expect([await find(), issuer.fetches]).toEqual([one?.kid, 2])
    },
  )

  test('stays in use for a day while the issuer cannot be reached, and not longer', async () => {
    await find()
    issuer.reply = send(503, '')
    clock.advanceMs(24 * hourMs)
    expect(await find()).toBe(one?.kid)
    expect(await keys.areReady()).toBe(true)
    clock.advanceMs(1)
    expect(await find()).toBe('keys_unavailable')
    expect(await keys.areReady()).toBe(false)
    issuer.reply = publishing([one])
    clock.advanceMs(cooldownMs)
    expect(await find()).toBe(one?.kid)
  })

  test('is fetched anew for a token that names a new key, once the cooldown is over', async () => {
    await find()
    issuer.reply = publishing([one, two])
    clock.advanceMs(cooldownMs - 1)
    expect([await find(two?.kid), issuer.fetches]).toEqual(['token_key_unknown', 1])
    clock.advanceMs(1)
    expect([await find(two?.kid), issuer.fetches]).toEqual([two?.kid, 2])
    expect(await find()).toBe(one?.kid)
  })

  test('that a key has left verifies with it until the next fetch, and no longer', async () => {
    issuer.reply = publishing([one, two], 'max-age=60')
    await find()
    issuer.reply = publishing([two], 'max-age=60')
    clock.advanceMs(60 * secondMs - 1)
    expect(await find()).toBe(one?.kid)
    clock.advanceMs(1)
    expect(await find()).toBe('token_key_unknown')
    expect(await find(two?.kid)).toBe(two?.kid)
  })

  test('that goes stale within the cooldown is asked for as often as it does: a key may have been taken back', async () => {
    issuer.reply = publishing([one], 'max-age=2')
    for (let second = 0; second < 10; second++) {
      await flood(50)
      clock.advanceMs(secondMs)
    }
    expect(issuer.fetches).toBe(5)
  })

  test.each([
    ['an error', () => send(404, '{"keys":[]}')],
    ['something that is no JSON', () => send(200, '<html>')],
    ['a redirect', () => send(302, '', { location: '/elsewhere' })],
    ['two keys of one name', () => publishing([two, two])],
    [
      'more keys than anybody has',
      () => publish(Array.from({ length: 21 }, (_, i) => ({ ...two?.publicJwk, kid: `${i}` }))),
    ],
    ['more than 64 KB', () => send(200, JSON.stringify({ keys: [], padding: 'x'.repeat(65_536) }))],
  ])('is kept when the issuer answers with %s', async (_, reply) => {
    await find()
    issuer.reply = reply()
    clock.advanceMs(600 * secondMs)
    expect([await find(), issuer.fetches]).toEqual([one?.kid, 2])
  })
})

describe('a clock that was set back', () => {
  test('freezes nothing: the keys are fetched once more, and the cooldown counts from there', async () => {
    await find()
    clock.advanceMs(-24 * hourMs)
    await flood()
    expect([await find(), issuer.fetches]).toEqual([one?.kid, 2])
    clock.advanceMs(cooldownMs)
    await flood()
    expect(issuer.fetches).toBe(3)
  })

  test('refuses nobody while the issuer is down, within the day that old keys may be used', async () => {
    await find()
    issuer.reply = send(503, '')
    clock.advanceMs(-hourMs)
    expect([await find(), issuer.fetches]).toEqual([one?.kid, 2])
    clock.advanceMs(-24 * hourMs)
    expect(await find()).toBe('keys_unavailable')
  })
})

describe('readiness', () => {
  test('brings the first keys, and costs no fetch once they are there', async () => {
    issuer.reply = send(503, '')
    expect(await keys.areReady()).toBe(false)
    issuer.reply = publishing([one])
    clock.advanceMs(secondMs)
    for (let seconds = 0; seconds < 1_000; seconds++) {
      expect(await keys.areReady()).toBe(true)
      clock.advanceMs(secondMs)
    }
    expect(issuer.fetches).toBe(2)
  })
})

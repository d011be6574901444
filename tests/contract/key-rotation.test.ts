import { decodeProtectedHeader } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toSeconds } from '../../examples/stateless/src/clock.ts'
import { type KeyEntry, type Overlap, rotate } from '../../examples/stateless/src/keys/key-entry.ts'
import { importSigningKey } from '../../examples/stateless/src/keys/signing-keys.ts'
import type { SecurityEvent } from '../../examples/stateless/src/watch/security-events.ts'
import { ask, bearer, catalog, newSession, pairOf, refresh } from '../kit/client.ts'
import { newKeyEntry, ringOf, SetClock } from '../kit/keys.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'

// Rotation by dates: the key file is written once, and everything after that happens by itself, at its time.

/** What `npm run keys rotate` writes with the default settings: twice 300 s, and 1800 s + 5 s. */
const byDefault: Overlap = { publishSeconds: 600, drainSeconds: 1805 }
/** The old key goes while tokens that it signed have long to live. */
const tooShort: Overlap = { publishSeconds: 600, drainSeconds: 60 }

const kidOf = (token: string) => decodeProtectedHeader(token).kid
const unknownKey = { status: 401, code: 'token_key_unknown' }

describe.each(allStrategies)('%s: a signing key that follows another', (strategy) => {
  let clock: SetClock
  let system: System
  let told: SecurityEvent[]
  let fetches: number
  let [oldKid, newKid]: (string | undefined)[] = []

  beforeEach(() => {
    clock = new SetClock()
    told = []
    fetches = 0
  })
  afterEach(() => system.close())

  async function rotated(overlap: Overlap): Promise<readonly KeyEntry[]> {
    const [first, second] = [await newKeyEntry(), await newKeyEntry()]
    const entries = rotate([first], second, toSeconds(clock.nowMs()), overlap)
    await open(entries)
    ;[oldKid, newKid] = (await ringOf(entries, clock)).known.map(({ kid }) => kid)
    return entries
  }

  async function open(entries: readonly KeyEntry[]): Promise<void> {
    system = await openSystem(strategy, undefined, {
      ...{ clock, signingKeys: await ringOf(entries, clock), env: { ACCESS_TTL_SECONDS: '1800' } },
      tell: (event) => told.push(event),
      wrapFetch: (fetch) => (url, init) => {
        fetches++
        return fetch(url, init)
      },
    })
  }

  const publishedKids = async () => {
    const { body } = await ask(system.issuer, 'GET', '/.well-known/jwks.json')
    return body.keys.map(({ kid }: { kid: string }) => kid)
  }

  test('is published and signs nothing, until every service has had the time to fetch it', async () => {
    await rotated(byDefault)
    for (let passed = 0; passed < 600; passed += 300) {
      expect(await publishedKids()).toEqual([oldKid, newKid])
      const { access, refresh: token } = await newSession(system)
      expect([kidOf(access), kidOf(token)]).toEqual([oldKid, oldKid])
      expect((await catalog(system.api, access)).status).toBe(200)
      clock.advance(300)
    }
    clock.advance(-1)
    expect(kidOf((await newSession(system)).access)).toBe(oldKid)
  })

  test('signs from its time on, and nobody has to fetch anything then', async () => {
    await rotated(byDefault)
    clock.advance(599)
    await catalog(system.api, (await newSession(system)).access)
    const before = fetches
    clock.advance(1)
    const { access, refresh: token } = await newSession(system)
    expect([kidOf(access), kidOf(token)]).toEqual([newKid, newKid])
    expect((await catalog(system.api, access)).status).toBe(200)
    expect(fetches).toBe(before)
  })

  test('leaves the old one in force as long as anything that it signed is valid, to the last second', async () => {
    await rotated(byDefault)
    clock.advance(599)
    const [session, sameAge] = [await newSession(system), await newSession(system)]
    clock.advance(1800 + 4)
    expect(await publishedKids()).toEqual([oldKid, newKid])
    expect((await catalog(system.api, session.access)).status).toBe(200)
    const renewed = pairOf(await refresh(system, session.refresh))
    expect([renewed.sid, kidOf(renewed.access)]).toEqual([session.sid, newKid])
    clock.advance(1)
    expect(await refresh(system, sameAge.refresh)).toMatchObject({ status: 401, code: 'token_expired' })
    clock.advance(1)
    expect(await publishedKids()).toEqual([newKid])
  })

  test('ends the old one at its date, and what that signed at the issuer at once', async () => {
    await rotated(tooShort)
    clock.advance(599)
    const [early, old] = [await newSession(system), await newSession(system)]
    clock.advance(60)
    const renewed = pairOf(await refresh(system, early.refresh))
    expect((await catalog(system.api, old.access)).status).toBe(200)
    clock.advance(1)
    expect(await publishedKids()).toEqual([newKid])
    expect(await refresh(system, old.refresh)).toMatchObject(unknownKey)
    expect(await ask(system.issuer, 'GET', '/sessions', bearer(old.access))).toMatchObject(unknownKey)
    expect(pairOf(await refresh(system, renewed.refresh)).sid).toBe(early.sid)
  })

  test('ends the old one at services once their copy of the keys is too old', async () => {
    await rotated(tooShort)
    clock.advance(599)
    const old = await newSession(system)
    clock.advance(60)
    await catalog(system.api, old.access)
    clock.advance(299)
    expect((await catalog(system.api, old.access)).status).toBe(200)
    clock.advance(1)
    expect(await catalog(system.api, old.access)).toMatchObject(unknownKey)
    expect((await catalog(system.api, (await newSession(system)).access)).status).toBe(200)
  })

  test('is told of once, however many sign at the same time', async () => {
    const once = await rotated(byDefault)
    const twice = rotate(once, await newKeyEntry(), toSeconds(clock.nowMs()) + 600, byDefault)
    await system.close()
    await open(twice)
    for (let passed = 0; passed <= 1800; passed += 300) {
      await Promise.all([1, 2, 3].map(() => newSession(system)))
      clock.advance(300)
    }
    const kids = await Promise.all(twice.map(async (entry) => (await importSigningKey('Ed25519', entry)).kid))
    expect(told.filter(({ event }) => event === 'crypt_signing_key_changed')).toEqual(
      kids.slice(1).map((detail) => ({ event: 'crypt_signing_key_changed', detail })),
    )
  })
})

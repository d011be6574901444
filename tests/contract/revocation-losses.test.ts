import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formatEntry } from '../../examples/hybrid/src/revocations/log-entry.ts'
import { ShiftedClock } from '../../examples/stateless/src/clock.ts'
import { openSigningKeys } from '../../examples/stateless/src/keys/signing-keys.ts'
import { readSettings } from '../../examples/stateless/src/settings.ts'
import {
  type Answer,
  ask,
  bearer,
  catalog,
  eventually,
  isOk,
  longestAccessSeconds,
  newSession,
  refresh,
  signIn,
  transfer,
} from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { answered, untilReadAgain } from '../kit/patience.ts'
import { read } from '../kit/samples.ts'
import { type Env, openSystem, quietFeed, type System, type SystemOptions } from '../kit/systems.ts'
import { until } from '../kit/until.ts'

// What Redis acknowledged and lost, and only the issuer can still know.

const log = 'revocations:log'
const isRefused = ({ status }: Answer) => status === 401

let engine: RedisServer
let systems: System[]
beforeEach(async () => {
  engine = await startRedisServer()
  systems = []
})
afterEach(async () => {
  await Promise.all(systems.map((system) => system.close()))
  await engine.stop()
})

async function open(env: Env = {}, options: SystemOptions = {}): Promise<System> {
  const system = await openSystem('hybrid', engine, { env, ...options })
  systems.push(system)
  return system
}

const logOut = (system: System, access: string) => ask(system.issuer, 'POST', '/logout', bearer(access))

/** How many revocations a service holds. */
const heldBy = async (service: System['api']): Promise<number | undefined> =>
  (await read(service)).find(({ name }) => name === 'revocation_set_entries')?.value

// meets: ASVS-7.4.1 (hybrid)
test('ten thousand revocations are written down again', async () => {
  const system = await open()
  const { access } = await signIn(system)
  await answered(() => logOut(system, access))
  const expiresAtMs = Date.now() + 3_000_000
  const count = 10_000
  for (let first = 10; first < count; first += 1_000) {
    const places = Array.from({ length: 1_000 }, (_, i) => first + i)
    const entries = places.map((place) => {
      const revoked = { kind: 'session', sub: `user-${place}`, sid: `session-${place}` } as const
      return [place, `${place} ${formatEntry({ revoked, expiresAtMs })}`]
    })
    await engine.admin.zadd(log, ...entries.flat())
  }
  for (const service of [system.issuer, system.api])
    await until(async () => Number(await heldBy(service)) >= count - 10)
  await engine.admin.flushall()
  await until(async () => (await engine.admin.zcard(log)) >= count - 10)
  const fresh = await signIn(system)
  expect((await eventually(() => transfer(system.api, fresh.access), isOk)).status).toBe(200)
  expect((await catalog(system.api, access)).code).toBe('session_revoked')
})

// meets: ASVS-7.4.1 (hybrid)
test('a session that Redis has again, though the log is whole, ends before its revocation is forgotten', async () => {
  const system = await open()
  system.clock.advance(longestAccessSeconds)
  const { access, refresh: token, sid } = await newSession(system)
  const keys = await engine.admin.keys(`*{user-1}*`)
  const dumps = await Promise.all(keys.map((key) => engine.admin.dumpBuffer(key)))
  expect(keys.some((key) => key.includes(sid))).toBe(true)
  expect((await logOut(system, access)).status).toBe(200)
  for (const [i, key] of keys.entries()) await engine.admin.restore(key, 1_000_000, dumps[i] ?? '', 'REPLACE')
  system.clock.advance(400)
  await until(async () => (await engine.admin.keys(`*${sid}*`)).length === 0)
  expect((await refresh(system, token)).code).toBe('session_revoked')
})

test('what was forgotten is not taken up again, though it is the last in the log', async () => {
  const system = await open()
  system.clock.advance(longestAccessSeconds)
  await logOut(system, (await newSession(system)).access)
  system.clock.advance(400)
  const services = [system.issuer, system.api]
  for (const service of services) await until(async () => (await heldBy(service)) === 0)
  await untilReadAgain(system)
  for (const service of services) expect(await heldBy(service)).toBe(0)
})

describe('a revocation that Redis loses before anybody has heard of it', () => {
  // meets: ASVS-7.4.1 (hybrid)
  test('is missed by the issuer that wrote it, and written again', async () => {
    await engine.restart({ persistence: 'rdb' })
    const system = await open()
    const { access, refresh: token } = await newSession(system)
    await engine.admin.save()
    await engine.admin.client('KILL', 'TYPE', 'pubsub')
    expect((await logOut(system, access)).status).toBe(200)
    await engine.restart()
    expect((await eventually(() => catalog(system.api, access), isRefused)).code).toBe('session_revoked')
    expect((await eventually(() => refresh(system, token), isRefused)).code).toBe('session_revoked')
  })

  // meets: ASVS-7.4.1 (hybrid)
  test('is added when another issuer, who never heard of it, has restored the log', async () => {
    const system = await open()
    const { access, sid } = await newSession(system)
    await logOut(system, access)
    // What the other one leaves behind: a marker of its own, and a line.
    const line = formatEntry({ revoked: { kind: 'all', issuedBefore: 0 }, expiresAtMs: Date.now() + 300_000 })
    await engine.admin
      .multi()
      .del(log)
      .zadd(log, 0, 'generation of another', 9, `9 ${line}`)
      .publish('revocations:news', 'restored')
      .exec()
    await until(async () => String(await engine.admin.zrange(log, 0, -1)).includes(sid))
    const late = await system.addApi()
    expect((await catalog(late, access)).code).toBe('session_revoked')
  })
})

// meets: ASVS-7.4.1 (hybrid)
test('tokens that were issued under a longer lifetime stay revoked when it is made shorter', async () => {
  const clock = new ShiftedClock()
  const options = { clock, signingKeys: await openSigningKeys(readSettings({ NODE_ENV: 'test' }), clock) }
  const before = await open({ ACCESS_TTL_SECONDS: '1800' }, options)
  const { access } = await newSession(before)
  const after = await open({ ACCESS_TTL_SECONDS: '60' }, options)
  expect((await logOut(after, access)).status).toBe(200)
  clock.advance(60 + 5 + 60 + 1)
  // Whatever would be forgotten by now is.
  await logOut(after, (await newSession(after)).access)
  const late = await after.addApi()
  for (const api of [after.api, late]) expect((await catalog(api, access)).code).toBe('session_revoked')
})

test('news that no instance understands ends none of them, and the log is read instead', async () => {
  const system = await open(quietFeed)
  const { access, sid } = await newSession(system)
  const [, last] = await engine.admin.zrange(log, -1, -1, 'WITHSCORES')
  const place = Number(last) + 1
  const revoked = { kind: 'session', sub: 'user-1', sid } as const
  await engine.admin.zadd(
    log,
    place,
    `${place} ${formatEntry({ revoked, expiresAtMs: Date.now() + 300_000 })}`,
  )
  await engine.admin.publish('revocations:news', `${place} 1 {"kind":"device"}`)
  expect((await eventually(() => catalog(system.api, access), isRefused)).code).toBe('session_revoked')
})

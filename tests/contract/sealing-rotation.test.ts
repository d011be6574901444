import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toSeconds } from '../../examples/redis/src/clock.ts'
import { replaceAll, rotate } from '../../examples/redis/src/keys/key-entry.ts'
import { writeKeyFile } from '../../examples/redis/src/keys/key-file.ts'
import { sessionKeyFile } from '../../examples/redis/src/sessions/session-key-file.ts'
import { ask, bearer, newSession, type Pair, pairOf, refresh } from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { SetClock } from '../kit/keys.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'

/** Far shorter than `npm run keys` makes it, so that tokens live to see the old key gone. */
const overlap = { publishSeconds: 100, drainSeconds: 200 }
const newKey = sessionKeyFile({ SESSION_ABSOLUTE_SECONDS: 43_200 }).create

let redis: RedisServer
let folder: string
beforeAll(async () => {
  redis = await startRedisServer()
  folder = await mkdtemp(join(tmpdir(), 'sealing-'))
})
afterAll(async () => {
  await redis.stop()
  await rm(folder, { recursive: true })
})

describe.each(withStore)('%s: a key for sessions that follows another', (strategy) => {
  let system: System
  let [oldKid, newKid]: (string | undefined)[] = []
  beforeEach(async () => {
    const clock = new SetClock()
    const nowSeconds = toSeconds(clock.nowMs())
    const [first, second] = [await newKey(), await newKey()]
    ;[oldKid, newKid] = [first.kid, second.kid]
    const SESSION_KEYS_FILE = join(folder, `${strategy}-${crypto.randomUUID()}.json`)
    await writeKeyFile(SESSION_KEYS_FILE, rotate(replaceAll(first, nowSeconds), second, nowSeconds, overlap))
    system = await openSystem(strategy, redis, { clock, env: { SESSION_KEYS_FILE } })
  })
  afterEach(() => system.close())

  const sealedWith = async ({ sid }: Pair) =>
    decodeProtectedHeader((await redis.admin.get(`session:{user-1}:${sid}`)) ?? '').kid
  const me = ({ access }: Pair) => ask(system.api, 'GET', '/me', bearer(access))

  test('seals from its time on, and until then the old one does', async () => {
    expect(await sealedWith(await newSession(system))).toBe(oldKid)
    system.clock.advance(99)
    expect(await sealedWith(await newSession(system))).toBe(oldKid)
    system.clock.advance(1)
    expect(await sealedWith(await newSession(system))).toBe(newKid)
  })

  test('leaves sessions open that the old one sealed, and seals them anew when they are written again', async () => {
    system.clock.advance(50)
    const session = await newSession(system)
    system.clock.advance(50)
    // Seen within the minute: nothing is written.
    expect((await me(session)).status).toBe(200)
    const renewed = pairOf(await refresh(system, session.refresh))
    expect(await sealedWith(session)).toBe(oldKid)
    system.clock.advance(60)
    expect((await me(renewed)).body).toMatchObject({ name: 'Alice', source: 'session' })
    await expect.poll(() => sealedWith(session)).toBe(newKid)
    expect((await me(renewed)).status).toBe(200)
  })

  test('is all that opens sessions once the old one has expired', async () => {
    const [used, unused] = [await newSession(system), await newSession(system, 'forgotten tablet')]
    system.clock.advance(299)
    expect((await me(used)).status).toBe(200)
    await expect.poll(() => sealedWith(used)).toBe(newKid)
    expect(await sealedWith(unused)).toBe(oldKid)
    system.clock.advance(1)
    expect(await refresh(system, unused.refresh)).toMatchObject({ status: 401, code: 'session_revoked' })
    const { access } = pairOf(await refresh(system, used.refresh))
    const { body } = await ask(system.issuer, 'GET', '/sessions', bearer(access))
    expect(body.sessions.map(({ sid }: { sid: string }) => sid)).toEqual([used.sid])
  })
})

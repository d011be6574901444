import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../examples/opaque/src/session-check.ts'
import { createSessionStore, handleOf, newSessionId } from '../../examples/opaque/src/session-store.ts'
import { ShiftedClock } from '../../examples/stateless/src/clock.ts'
import { catalog, eventually, newSession } from '../kit/client.ts'
import { type Engine, engineNames, engines, type RedisServer, startRedisServer } from '../kit/engines.ts'
import { openSystem } from '../kit/systems.ts'

// The opaque session id is held to what it shares with the strategies, and to what sets it apart.

const idleMs = 1_800_000
const absoluteMs = 43_200_000
const password = 'correct horse battery staple'
const knowsPassword = async (_user: string, text: string) => text === password

type App = ReturnType<typeof createApp>

const as = (id: string, headers: Record<string, string> = {}): RequestInit => ({
  headers: { cookie: `__Host-session=${id}`, 'sec-fetch-site': 'same-origin', ...headers },
})

async function ask(app: App, method: string, path: string, init: RequestInit = {}) {
  const response = await app.request(path, { method, ...init })
  const text = await response.text()
  const body = text.startsWith('{') ? JSON.parse(text) : undefined
  return { status: response.status, code: body?.code, headers: response.headers, body }
}

function logIn(app: App, { device = 'laptop', user = 'alice', secret = password, with: id = '' } = {}) {
  const { headers } = as(id, { 'content-type': 'application/json' })
  return ask(app, 'POST', '/login', {
    headers: headers as HeadersInit,
    body: JSON.stringify({ user, password: secret, device }),
  })
}

const idIn = (headers: Headers) => /^__Host-session=([^;]*)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? ''
const newId = async (app: App, options: Parameters<typeof logIn>[1] = {}) =>
  idIn((await logIn(app, options)).headers)
const me = (app: App, id: string) => ask(app, 'GET', '/me', as(id))

describe.each(engineNames)('an opaque id on %s', (name) => {
  let engine: Engine
  let clock: ShiftedClock
  let store: ReturnType<typeof createSessionStore>
  let app: App
  beforeAll(async () => {
    engine = await engines[name]()
  })
  afterAll(() => engine.stop())
  beforeEach(async () => {
    await engine.admin.flushall()
    clock = new ShiftedClock()
    store = createSessionStore(engine.admin, idleMs, absoluteMs, () => clock.nowMs())
    app = createApp(store, knowsPassword)
  })

  test('a login gives 256 random bits, in a cookie that no script and no other host gets', async () => {
    const { headers } = await logIn(app)
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect((await me(app, idIn(headers))).body).toMatchObject({ user: 'alice', device: 'laptop' })
  })

  test('a wrong password gives no session', async () => {
    const answer = await logIn(app, { secret: 'guess' })
    expect(answer).toMatchObject({ status: 401, code: 'login_failed' })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await engine.admin.keys('*')).toEqual([])
  })

  test('a logout takes effect with the next check, and for this device alone', async () => {
    const [laptop, phone] = [await newId(app), await newId(app, { device: 'phone' })]
    expect((await ask(app, 'POST', '/logout', as(phone))).status).toBe(204)
    expect(await me(app, phone)).toMatchObject({ status: 401, code: 'session_unknown' })
    expect((await me(app, laptop)).status).toBe(200)
  })

  test('devices are listed by handles that open nothing, and one can end another', async () => {
    const [laptop, phone] = [await newId(app), await newId(app, { device: 'phone' })]
    const { body } = await ask(app, 'GET', '/sessions', as(laptop))
    expect(body).toMatchObject({
      [handleOf(laptop)]: { device: 'laptop' },
      [handleOf(phone)]: { device: 'phone' },
    })
    expect((await me(app, handleOf(phone))).status).toBe(401)
    expect((await ask(app, 'DELETE', `/sessions/${handleOf(phone)}`, as(laptop))).status).toBe(204)
    expect((await me(app, phone)).status).toBe(401)
    expect(Object.keys((await ask(app, 'GET', '/sessions', as(laptop))).body)).toEqual([handleOf(laptop)])
  })

  test('nobody can end the session of somebody else', async () => {
    const [alice, bob] = [await newId(app), await newId(app, { user: 'bob' })]
    const answer = await ask(app, 'DELETE', `/sessions/${handleOf(bob)}`, as(alice))
    expect(answer).toMatchObject({ status: 404, code: 'session_not_found' })
    expect((await me(app, bob)).status).toBe(200)
  })

  test('logging out everywhere ends all sessions of the user, and a login right after it works', async () => {
    const [laptop, phone, bob] = [await newId(app), await newId(app), await newId(app, { user: 'bob' })]
    await ask(app, 'POST', '/logout-all', as(laptop))
    const statuses = await Promise.all([laptop, phone, bob].map(async (id) => (await me(app, id)).status))
    expect(statuses).toEqual([401, 401, 200])
    expect((await me(app, await newId(app))).status).toBe(200)
  })

  test('a login that began before a revoke-all fails, and leaves no session', async () => {
    const gate = Promise.withResolvers<boolean>()
    const entered = Promise.withResolvers<void>()
    const slow = createApp(store, () => {
      entered.resolve()
      return gate.promise
    })
    const id = await newId(app)
    const login = logIn(slow)
    await entered.promise
    await ask(app, 'POST', '/logout-all', as(id))
    gate.resolve(true)
    expect(await login).toMatchObject({ status: 409, code: 'login_superseded' })
    expect(await engine.admin.keys('session:*')).toEqual([])
  })

  test('a check in flight does not bring a session back', async () => {
    const id = await newId(app)
    await Promise.allSettled([store.check(id), store.end(handleOf(id)), store.check(id)])
    expect((await me(app, id)).status).toBe(401)
    expect(await engine.admin.exists(`session:${handleOf(id)}`)).toBe(0)
  })

  test('a login makes a new id, and ends the session whose id came along', async () => {
    const before = await newId(app)
    const after = await newId(app, { with: before })
    expect(after).not.toBe(before)
    expect((await me(app, before)).status).toBe(401)
    expect((await me(app, after)).status).toBe(200)
  })

  test('an id that the client brought never becomes a session', async () => {
    const chosen = newSessionId()
    expect(await newId(app, { with: chosen })).not.toBe(chosen)
    expect((await me(app, chosen)).status).toBe(401)
  })

  test('a check moves the idle timeout', async () => {
    const id = await newId(app)
    const key = `session:${handleOf(id)}`
    expect(await engine.admin.pttl(key)).toBeLessThanOrEqual(idleMs)
    await engine.admin.pexpire(key, 60_000)
    await me(app, id)
    expect(await engine.admin.pttl(key)).toBeGreaterThan(60_000)
  })

  test('a session that was not used has gone, from the list as well', async () => {
    const [idle, busy] = [await newId(app), await newId(app)]
    await engine.admin.pexpire(`session:${handleOf(idle)}`, 1)
    await expect.poll(() => engine.admin.exists(`session:${handleOf(idle)}`)).toBe(0)
    expect((await me(app, idle)).status).toBe(401)
    expect([...(await store.list('alice')).keys()]).toEqual([handleOf(busy)])
  })

  test('however busy, a session ends at its absolute timeout, and nothing of it stays', async () => {
    const id = await newId(app)
    clock.advance(absoluteMs / 1000 - 1)
    expect((await me(app, id)).status).toBe(200)
    clock.advance(1)
    expect(await me(app, id)).toMatchObject({ status: 401, code: 'session_unknown' })
    expect(await engine.admin.keys('session:*')).toEqual([])
    await newId(app)
    expect(await engine.admin.zcard('sessions:alice')).toBe(1)
  })

  test('whoever reads Redis finds no id, and nothing in it that opens a session', async () => {
    const id = await newId(app)
    const keys = await engine.admin.keys('*')
    const values = await Promise.all(
      keys.map((key) => engine.admin.get(key).catch(() => engine.admin.zrange(key, 0, -1))),
    )
    const seen = JSON.stringify([keys, values])
    expect(seen).toContain(handleOf(id))
    expect(seen).not.toContain(id)
    for (const [loot] of seen.matchAll(/[\w-]{43}/g)) expect((await me(app, loot)).status).toBe(401)
  })

  test('a request from a foreign page is refused, whatever its cookie', async () => {
    const id = await newId(app)
    const answer = await ask(app, 'POST', '/logout', as(id, { 'sec-fetch-site': 'cross-site' }))
    expect(answer.status).toBe(403)
    expect((await me(app, id)).status).toBe(200)
  })
})

describe('what an opaque id costs a real Redis', () => {
  let engine: RedisServer
  let client: Redis
  let app: App
  beforeAll(async () => {
    engine = await startRedisServer()
    client = new Redis(engine.url ?? '', { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
    client.on('error', () => {})
    await new Promise((ready) => client.once('ready', ready))
    app = createApp(createSessionStore(client, idleMs, absoluteMs), knowsPassword)
  })
  afterAll(async () => {
    client.disconnect()
    await engine.stop()
  })

  const attempts = 50
  const times = async (attempt: () => Promise<{ status: number }>) => {
    for (let i = 0; i < attempts; i++) await attempt()
  }

  test('every check is one command, and a forged id costs as much as a good one', async () => {
    const id = await newId(app)
    expect(await commandsDuring(() => times(() => me(app, id)))).toEqual({ getex: attempts })
    expect(await commandsDuring(() => times(() => me(app, newSessionId())))).toEqual({ getex: attempts })
  })

  test('what does not look like an id costs none', async () => {
    expect(await commandsDuring(() => times(() => me(app, 'guess')))).toEqual({})
  })

  test('a forged JWT costs none: there it ends at its signature', async () => {
    const system = await openSystem('redis', engine)
    const { access } = await newSession(system)
    const signature = access.slice(access.lastIndexOf('.') + 1)
    const forged = access.replace(signature, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`)
    await catalog(system.api, access)
    expect(await catalog(system.api, forged)).toMatchObject({ status: 401, code: 'token_signature_invalid' })
    expect(await commandsDuring(() => times(() => catalog(system.api, forged)))).toEqual({})
    expect(await commandsDuring(() => times(() => catalog(system.api, access)))).toEqual({ getex: attempts })
    await system.close()
  })

  test('while Redis is down nobody can tell, so the answer is 503 and not 401', async () => {
    const id = await newId(app)
    await engine.kill()
    expect(
      await eventually(
        () => me(app, id),
        ({ status }) => status !== 200,
      ),
    ).toMatchObject({
      status: 503,
      code: 'store_unavailable',
    })
    expect((await logIn(app)).status).toBe(503)
    await engine.restart()
    const back = await eventually(
      () => me(app, id),
      ({ status }) => status !== 503,
    )
    expect(back).toMatchObject({ status: 401, code: 'session_unknown' })
  })

  /** How often Redis was sent each command while something went on. */
  async function commandsDuring(run: () => Promise<void>): Promise<Record<string, number>> {
    await engine.admin.config('RESETSTAT')
    await run()
    const stats = await engine.admin.info('commandstats')
    const counts = [...stats.matchAll(/cmdstat_([\w|]+):calls=(\d+)/g)]
    return Object.fromEntries(
      counts
        .map(([, name = '', calls]) => [name, Number(calls)] as const)
        .filter(([name]) => name !== 'config|resetstat'),
    )
  }
})

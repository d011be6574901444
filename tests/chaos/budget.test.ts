import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import {
  type Answer,
  ask,
  bearer,
  catalog,
  eventually,
  isOk,
  logIn,
  refresh,
  signIn,
  transfer,
} from '../kit/client.ts'
import { infoOf } from '../kit/redis/info.ts'
import { type RedisProxy, startProxy } from '../kit/redis/proxy.ts'
import { type RedisServer, startServer } from '../kit/redis/server.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'

/** As long as a busy machine may need for all else that a request does. */
const budgetMs = 500
/** What the hybrid asks of its own accord is made rare: it would keep the machine busy, and open the circuit. */
const env = { REDIS_TIMEOUT_MS: String(budgetMs), SYNC_INTERVAL_MS: '30000' }

/**
 * What a request may wait, in budgets: one for each command that it sends in a row, and never more than three, since
 * by then the circuit is open.
 */
const budgets = {
  catalog: 1,
  me: 1,
  transfer: 1,
  sessions: 1,
  logout: 1,
  'logout-all': 1,
  refresh: 3,
  login: 3,
} as const

type Name = keyof typeof budgets
type Send = () => Promise<Answer>

async function requestsOf(system: System): Promise<Readonly<Record<Name, Send>>> {
  const { issuer, api } = system
  const { access, refresh: token } = await signIn(system)
  // Whatever is fetched once, such as the keys of the issuer, is there.
  await eventually(() => transfer(api, access), isOk)
  const asUser = bearer(access)
  return {
    catalog: () => catalog(api, access),
    me: () => ask(api, 'GET', '/me', asUser),
    transfer: () => transfer(api, access),
    sessions: () => ask(issuer, 'GET', '/sessions', asUser),
    logout: () => ask(issuer, 'POST', '/logout', asUser),
    'logout-all': () => ask(issuer, 'POST', '/logout-all', asUser),
    refresh: () => refresh(system, token),
    login: () => logIn(system),
  }
}

/** Passes as the time of a request does: what holds up the one on this event loop holds up the other. */
async function ruler(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await pause(budgetMs)
}

/** Which comes first: the answer, or the end of one budget more than it may use up. */
async function first(name: Name, send: Send): Promise<'in time' | 'late'> {
  return Promise.race([
    send().then(() => 'in time' as const),
    ruler(budgets[name] + 1).then(() => 'late' as const),
  ])
}

interface Bench {
  readonly server: RedisServer
  readonly proxy: RedisProxy
}

/** None of these Redis gives an answer before every request has had its own. */
const faults: Readonly<Record<string, (bench: Bench) => Promise<void> | void>> = {
  'refuses connections': ({ server }) => server.kill(),
  'is frozen': ({ server }) => server.freeze(),
  'keeps its answers back': ({ proxy }) => proxy.hold(),
  'takes ten budgets for an answer': ({ proxy }) => {
    proxy.delayMs = 10 * budgetMs
  },
}

describe.each(Object.entries(faults))('Redis %s', (_, breakIt) => {
  test.each(withStore)('%s: no request waits longer than its budgets', async (strategy) => {
    const server = await startServer()
    const proxy = await startProxy(server.url)
    // Each request has services of its own, so that none finds a circuit which another has opened.
    const names = Object.keys(budgets) as Name[]
    const systems = await Promise.all(names.map(() => openSystem(strategy, proxy, { env })))
    const requests = await Promise.all(systems.map(requestsOf))
    await breakIt({ server, proxy })
    const inTime = names.map(async (name, i) => [name, await first(name, requests[i]?.[name] ?? never)])
    expect(Object.fromEntries(await Promise.all(inTime))).toEqual(
      Object.fromEntries(names.map((name) => [name, 'in time'])),
    )
    await proxy.close()
    await Promise.all(systems.map((system) => system.close()))
    await server.stop()
  })
})

const never = () => new Promise<never>(() => {})

test('stateless: no request makes a connection to Redis, so it has nothing to wait for', async () => {
  const server = await startServer()
  const connections = async () => (await infoOf(server.admin, 'stats')).get('total_connections_received')
  const before = await connections()
  const system = await openSystem('stateless', server, { env })
  const requests = Object.values(await requestsOf(system))
  for (const send of requests) await send()
  expect(await connections()).toBe(before)
  await system.close()
  await server.stop()
})

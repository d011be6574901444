import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  ask,
  bearer,
  catalog,
  eventually,
  isOk,
  logIn,
  newSession,
  onceRevoked,
  type Pair,
  pairOf,
  refresh,
  signIn,
  transfer,
} from '../kit/client.ts'
import { type RedisCluster, startCluster } from '../kit/redis/cluster.ts'
import { usersOf } from '../kit/redis/rights.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'

/** As a user with no more rights than the starter gives. */
const urlOf = ({ nodes }: RedisCluster) =>
  `redis+cluster://issuer:secret@${nodes.map(({ host, port }) => `${host}:${port}`).join(',')}`

describe.each(withStore)('%s on a Redis Cluster', (strategy) => {
  let cluster: RedisCluster
  let system: System
  beforeAll(async () => {
    cluster = await startCluster(await usersOf(strategy, 'secret'))
  })
  afterAll(() => cluster.stop())
  beforeEach(async () => {
    system = await openSystem(strategy, { url: urlOf(cluster) })
  })
  afterEach(() => system.close())

  test('all that a user can do works, since the keys of a user share a slot', async () => {
    const laptop = await signIn(system)
    const phone = await newSession(system, 'phone')
    await newSession(system, 'tablet')
    expect(pairOf(await refresh(system, laptop.refresh)).sid).toBe(laptop.sid)
    const { body } = await ask(system.issuer, 'GET', '/sessions', bearer(laptop.access))
    expect(body.sessions).toHaveLength(3)
    await ask(system.issuer, 'DELETE', `/sessions/${phone.sid}`, bearer(laptop.access))
    expect((await onceRevoked(system, () => catalog(system.api, phone.access))).code).toBe('session_revoked')
    await ask(system.issuer, 'POST', '/logout-all', bearer(laptop.access))
    expect((await onceRevoked(system, () => catalog(system.api, laptop.access))).code).toBe('session_revoked')
  })

  test('sessions and revocations survive a slot that moves while they are used', async () => {
    const { access, refresh: token } = await signIn(system)
    const slot = await cluster.slotOf('epoch:{user-1}')
    const owner = cluster.nodes.indexOf(await cluster.masterOf('epoch:{user-1}'))
    let renewed = token
    await cluster.moveSlot(slot, (owner + 1) % 3, async () => {
      // The keys have moved and the slot has not: a client is sent on.
      expect((await catalog(system.api, access)).status).toBe(200)
    })
    renewed = pairOf(await eventually(() => refresh(system, renewed), isOk)).refresh
    await ask(system.issuer, 'POST', '/logout', bearer(access))
    expect((await onceRevoked(system, () => catalog(system.api, access))).code).toBe('session_revoked')
    expect((await refresh(system, renewed)).code).toBe('session_revoked')
    await cluster.moveSlot(slot, owner)
  })

  test('a master that is killed concerns its own users, until its replica takes over', async () => {
    const alice = await signIn(system)
    const ended = await newSession(system, 'phone')
    await ask(system.issuer, 'POST', '/logout', bearer(ended.access))
    await onceRevoked(system, () => catalog(system.api, ended.access))
    const bob = await newSession(system, 'laptop', 'bob')
    const profile = ({ access }: Pair) => ask(system.api, 'GET', '/me', bearer(access))
    await cluster.untilReplicated()
    await cluster.holdFailover()
    const killed = await cluster.killMasterOf('epoch:{user-1}')
    await eventually(
      () => logIn(system),
      ({ code }) => code === 'store_unavailable',
    )
    // However often they try, it is they who are refused.
    for (let i = 0; i < 20; i++) expect((await profile(alice)).body.source).not.toBe('session')
    expect((await profile(bob)).body.source).toBe('session')
    expect((await logIn(system, 'phone', 'bob')).status).toBe(200)
    await cluster.releaseFailover()
    await cluster.untilOk()
    await eventually(() => refresh(system, alice.refresh), isOk)
    const fresh = await signIn(system)
    await eventually(() => transfer(system.api, fresh.access), isOk)
    const late = await system.addApi()
    await eventually(() => transfer(late, fresh.access), isOk)
    for (const api of [system.api, late])
      expect((await onceRevoked(system, () => catalog(api, ended.access))).code).toBe('session_revoked')
    expect((await refresh(system, ended.refresh)).code).toBe('session_revoked')
    await killed.restart()
    await cluster.untilOk()
  })

  test('a service starts while the cluster is not well, and works once it is', async () => {
    const { access } = await signIn(system)
    const keys = ['epoch:{user-1}', 'epoch:{user-2}']
    const killed = await Promise.all(keys.map((key) => cluster.masterOf(key)))
    // At once, or the replica of the first takes over before the second has gone.
    await Promise.all(killed.map((master) => master.kill()))
    await cluster.untilFailed()
    const late = await system.addApi()
    expect(await transfer(late, access)).toMatchObject({ status: 503 })
    for (const node of killed) await node.restart()
    await cluster.untilOk()
    const { access: fresh } = await signIn(system)
    await eventually(() => transfer(late, fresh), isOk)
  })
})

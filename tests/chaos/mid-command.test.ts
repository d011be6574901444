import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, bearer, catalog, eventually, isOk, logIn, newSession, pairOf, refresh } from '../kit/client.ts'
import { type RedisProxy, startProxy } from '../kit/redis/proxy.ts'
import { type RedisServer, startServer } from '../kit/redis/server.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem, type System } from '../kit/systems.ts'

describe.each(withStore)('%s: the line breaks when Redis has done it and nobody knows', (strategy) => {
  let server: RedisServer
  let proxy: RedisProxy
  let system: System
  beforeAll(async () => {
    server = await startServer()
    proxy = await startProxy(server.url)
  })
  afterAll(async () => {
    await proxy.close()
    await server.stop()
  })
  beforeEach(async () => {
    await server.admin.flushall()
    system = await openSystem(strategy, proxy)
  })
  afterEach(() => system.close())

  test('a refresh can be tried again and yields the successor that was made', async () => {
    const session = await newSession(system)
    const broken = proxy.resetNext('rotated_at')
    expect(await refresh(system, session.refresh)).toMatchObject({ status: 503, code: 'store_unavailable' })
    await broken
    const again = pairOf(await untilTaken(() => refresh(system, session.refresh)))
    const onceMore = pairOf(await refresh(system, session.refresh))
    expect(decodeJwt(again.refresh).jti).toBe(decodeJwt(onceMore.refresh).jti)
    expect(pairOf(await refresh(system, again.refresh)).sid).toBe(session.sid)
  })

  test('a login is refused, and the session it left behind is listed and can be ended', async () => {
    const broken = proxy.resetNext('superseded')
    expect((await logIn(system, 'tablet')).status).toBe(503)
    await broken
    const { access } = pairOf(await untilTaken(() => logIn(system)))
    const listed = await ask(system.issuer, 'GET', '/sessions', bearer(access))
    expect(listed.body.sessions.map(({ device }: { device: string }) => device).sort()).toEqual([
      'laptop',
      'tablet',
    ])
    await ask(system.issuer, 'POST', '/logout-others', bearer(access))
    const left = await ask(system.issuer, 'GET', '/sessions', bearer(access))
    expect(left.body.sessions).toHaveLength(1)
  })

  test('a logout that was not acknowledged can be tried again', async () => {
    const session = await newSession(system)
    const other = await newSession(system)
    const path = `/sessions/${session.sid}`
    const broken = proxy.resetNext(strategy === 'redis' ? 'zrem' : 'publish')
    const first = await ask(system.issuer, 'DELETE', path, bearer(other.access))
    expect(first).toMatchObject({ status: 503, code: 'store_unavailable' })
    await broken
    // With Redis alone the first try did all there was to do, so the second finds no such session.
    const again = await eventually(
      () => ask(system.issuer, 'DELETE', path, bearer(other.access)),
      ({ status }) => status !== 503,
    )
    expect(again.status).toBe(strategy === 'redis' ? 404 : 200)
    await eventually(
      () => catalog(system.api, session.access),
      ({ code }) => code === 'session_revoked',
    )
  })
})

/** Until the line is there again. */
const untilTaken = (request: () => ReturnType<typeof ask>) => eventually(request, isOk)

import { expect, test } from 'vitest'
import { catalog, eventually, isOk, logIn, signIn, transfer } from '../kit/client.ts'
import { freePort } from '../kit/ports.ts'
import { startProxy } from '../kit/redis/proxy.ts'
import { startSentinelGroup } from '../kit/redis/sentinel.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem } from '../kit/systems.ts'

test.each(withStore)(
  '%s: a failover announced while services look for the master is followed',
  async (strategy) => {
    const group = await startSentinelGroup()
    const proxies = await Promise.all(
      group.sentinels.map(({ host, port }) => startProxy(`redis://${host}:${port}`)),
    )
    const hosts = proxies.map(({ port }) => `127.0.0.1:${port}`)
    const system = await openSystem(strategy, { url: `redis+sentinel://${hosts.join(',')}/${group.name}` })
    const { access } = await signIn(system)
    await eventually(() => catalog(system.api, access), isOk)
    // Nearly all of the time they wait for a Sentinel to say who is master, and hear the news from another meanwhile.
    for (const proxy of proxies) proxy.hold()
    await group.killMaster()
    await group.untilFailedOver()
    for (const proxy of proxies) proxy.release()
    const fresh = await signIn(system)
    for (const api of [system.api, system.otherApi]) await eventually(() => transfer(api, fresh.access), isOk)
    await system.close()
    await Promise.all(proxies.map((proxy) => proxy.close()))
    await group.stop()
  },
)

test.each(withStore)(
  '%s: services start while no Sentinel answers, and say that Redis is away',
  async (strategy) => {
    const system = await openSystem(strategy, {
      url: `redis+sentinel://127.0.0.1:${await freePort()}/mymaster`,
    })
    expect(await logIn(system)).toMatchObject({ status: 503, code: 'store_unavailable' })
    await system.close()
  },
)

import { type Callback, Cluster, Redis } from 'ioredis'
import { describe, expect, test, vi } from 'vitest'
import { eventually, isOk, signIn, transfer } from '../kit/client.ts'
import { startCluster } from '../kit/redis/cluster.ts'
import { infoOf } from '../kit/redis/info.ts'
import { startSentinelGroup } from '../kit/redis/sentinel.ts'
import { startServer } from '../kit/redis/server.ts'
import { withStore } from '../kit/strategies.ts'
import { openSystem } from '../kit/systems.ts'
import { until } from '../kit/until.ts'

type Host = Readonly<{ host: string; port: number }>
const listed = (hosts: readonly Host[]) => hosts.map(({ host, port }) => `${host}:${port}`).join(',')

/** Every server that a service connects to. */
const kinds = {
  async single() {
    const server = await startServer()
    return { url: server.url, hosts: [server] as readonly Host[], stop: () => server.stop() }
  },
  async sentinel() {
    const group = await startSentinelGroup()
    const url = `redis+sentinel://${listed(group.sentinels)}/${group.name}`
    return { url, hosts: [...group.sentinels, ...group.servers], stop: () => group.stop() }
  },
  async cluster() {
    const cluster = await startCluster()
    return {
      url: `redis+cluster://${listed(cluster.nodes)}`,
      hosts: cluster.nodes,
      stop: () => cluster.stop(),
    }
  },
}

// A line that is left over keeps a process alive that was told to stop.
describe.each(Object.entries(kinds))('%s', (_, start) => {
  test.each(withStore)('%s: a service that is closed leaves no line behind', async (strategy) => {
    const { url, hosts, stop } = await start()
    const watches = hosts.map(({ host, port }) => new Redis({ host, port }))
    const lineCounts = () => Promise.all(watches.map(lineCount))
    const before = await lineCounts()
    const system = await openSystem(strategy, { url })
    const { access } = await signIn(system)
    await eventually(() => transfer(system.api, access), isOk)
    expect(await lineCounts()).not.toEqual(before)
    await system.close()
    await until(async () => String(await lineCounts()) === String(before))
    for (const watch of watches) watch.disconnect()
    await stop()
  })
})

// Nor may a timer be left over. That of ioredis was, where it looked which node has which slots in that moment.
test('a service that is closed while it looks for the slots of a cluster leaves no timer behind', async () => {
  const { url, stop } = await kinds.cluster()
  const system = await openSystem('redis', { url })
  await signIn(system)
  const looks: (Callback | undefined)[] = []
  const look = vi.spyOn(Cluster.prototype, 'refreshSlotsCache').mockImplementation((found) => {
    looks.push(found)
  })
  await until(async () => looks.length > 0)
  await system.close()
  look.mockRestore()
  const before = timerCount()
  for (const found of looks) found?.()
  expect(timerCount()).toBe(before)
  await stop()
})

const timerCount = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

const lineCount = async (watch: Redis): Promise<number> =>
  Number((await infoOf(watch, 'clients')).get('connected_clients'))

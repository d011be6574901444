import { type RedisCluster, startCluster } from '../kit/redis/cluster.ts'
import type { Bench, Fault } from './fault.ts'

/** Alice's keys, those of the revocation log, and those of other users are with three different masters. */
const ofAlice = 'epoch:{user-1}'
const ofLog = 'revocations:log'

const urlOf = ({ nodes }: RedisCluster) =>
  `redis+cluster://${nodes.map(({ host, port }) => `${host}:${port}`).join(',')}`

async function withMasterKilled(key: string): Promise<Bench> {
  const cluster = await startCluster()
  return {
    url: urlOf(cluster),
    async breakIt(write) {
      await write()
      await cluster.untilReplicated()
      await cluster.holdFailover()
      await cluster.killMasterOf(key)
    },
    async mend() {
      await cluster.releaseFailover()
      await cluster.untilOk()
    },
    stop: () => cluster.stop(),
  }
}

/** Stops the move when the keys have gone and the slot has not. */
async function withSlotOnTheMove(): Promise<Bench> {
  const cluster = await startCluster()
  const onTheMove = Promise.withResolvers<void>()
  const mended = Promise.withResolvers<void>()
  let moved: Promise<void> | undefined
  return {
    url: urlOf(cluster),
    async breakIt(write) {
      await write()
      const owner = cluster.nodes.indexOf(await cluster.masterOf(ofAlice))
      moved = cluster.moveSlot(await cluster.slotOf(ofAlice), (owner + 1) % 3, async () => {
        onTheMove.resolve()
        await mended.promise
      })
      await Promise.race([onTheMove.promise, moved])
    },
    async mend() {
      mended.resolve()
      await moved
    },
    stop: () => cluster.stop(),
  }
}

export const clusterFaults: readonly Fault[] = [
  {
    name: 'cluster-master-killed',
    title: 'Cluster: the master with the keys of this user killed; its replica takes over',
    isOutageFor: ['redis'],
    healsItself: true,
    start: () => withMasterKilled(ofAlice),
  },
  {
    name: 'cluster-log-killed',
    title: 'Cluster: the master with the revocation log killed; its replica takes over',
    isOutageFor: ['hybrid'],
    healsItself: true,
    start: () => withMasterKilled(ofLog),
  },
  {
    name: 'cluster-slot-moving',
    title: 'Cluster: the slot of this user on the move to another master',
    isOutageFor: [],
    start: withSlotOnTheMove,
  },
]

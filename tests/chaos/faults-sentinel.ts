import { untilInSync } from '../kit/redis/replication.ts'
import { type SentinelGroup, startSentinelGroup } from '../kit/redis/sentinel.ts'
import { type Bench, everybodyWithStore, type Fault } from './fault.ts'

const base = { isOutageFor: everybodyWithStore, healsItself: true }

/** The Sentinels see nothing until it is time to mend: what clients see before that must not be a race. */
async function onSentinels(
  kill: (group: SentinelGroup, write: () => Promise<void>) => Promise<unknown>,
): Promise<Bench> {
  const group = await startSentinelGroup()
  const hosts = group.sentinels.map(({ host, port }) => `${host}:${port}`)
  return {
    url: `redis+sentinel://${hosts.join(',')}/${group.name}`,
    async breakIt(write) {
      await group.holdFailover()
      await kill(group, write)
    },
    async mend() {
      await group.releaseFailover()
      await group.untilFailedOver()
    },
    stop: () => group.stop(),
  }
}

async function killInSync(group: SentinelGroup, write: () => Promise<void>): Promise<void> {
  await write()
  const master = group.master()
  await untilInSync(
    master,
    group.servers.filter((server) => server !== master),
  )
  await group.killMaster()
}

export const sentinelFaults: readonly Fault[] = [
  {
    ...base,
    name: 'sentinel-failover',
    title: 'Master killed; Sentinel promotes a replica',
    start: () => onSentinels(killInSync),
  },
  {
    ...base,
    name: 'sentinel-lost-writes',
    title: 'Master killed; Sentinel promotes a replica that lacks the last writes',
    losesWrites: true,
    start: () => onSentinels((group, write) => group.killMasterAlone(write)),
  },
]

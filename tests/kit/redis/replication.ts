import { until } from '../until.ts'
import { infoOf } from './info.ts'
import type { RedisServer } from './server.ts'

/** Resolves when each of the replicas has all that the master had been told when this was called. */
export async function untilInSync(master: RedisServer, replicas: readonly RedisServer[]): Promise<void> {
  const offset = Number((await infoOf(master.admin, 'replication')).get('master_repl_offset'))
  await Promise.all(replicas.map((replica) => until(() => hasReached(replica, master.port, offset))))
}

async function hasReached(replica: RedisServer, masterPort: number, offset: number): Promise<boolean> {
  const info = await infoOf(replica.admin, 'replication')
  const follows = info.get('master_port') === String(masterPort) && info.get('master_link_status') === 'up'
  return follows && Number(info.get('slave_repl_offset')) >= offset
}

/**
 * Freezes the replicas and takes their line to the master: what is written now reaches none of them. Frozen
 * alone, they would find it in their sockets when they thaw.
 */
export async function cutOff(master: RedisServer, replicas: readonly RedisServer[]): Promise<void> {
  await untilInSync(master, replicas)
  for (const replica of replicas) replica.freeze()
  await master.admin.client('KILL', 'TYPE', 'REPLICA')
  await until(async () => (await infoOf(master.admin, 'replication')).get('connected_slaves') === '0')
}

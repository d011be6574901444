import { type Folder, makeFolder } from './folders.ts'
import { killProcess } from './processes.ts'
import { cutOff, untilInSync } from './replication.ts'
import { downAfterMs, masterName, type SentinelProcess, startSentinel } from './sentinel-processes.ts'
import { SentinelWatch } from './sentinel-watch.ts'
import { type RedisServer, startServer } from './server.ts'

const replicaCount = 2
const sentinelCount = 3
const quorum = 2

/** Starts a master, two replicas in sync with it, and three Sentinels that are ready to fail over. */
export async function startSentinelGroup(): Promise<SentinelGroup> {
  const master = await startServer()
  const replicaOf = { port: master.port }
  const replicas = await Promise.all(Array.from({ length: replicaCount }, () => startServer({ replicaOf })))
  // Whom a Sentinel does not find as a replica when it starts, it finds much later.
  await untilInSync(master, replicas)
  const folder = await makeFolder()
  const starts = Array.from({ length: sentinelCount }, () => startSentinel(folder.path, master.port, quorum))
  const processes = await Promise.all(starts)
  const watch = new SentinelWatch(processes, master.port)
  await watch.untilReady(replicaCount)
  return new SentinelGroup([master, ...replicas], processes, folder, watch)
}

export class SentinelGroup {
  /** As ioredis takes them, with `sentinels` and `name`. */
  readonly sentinels: readonly { readonly host: string; readonly port: number }[]
  readonly name = masterName
  /** The master at the start, then its replicas. */
  readonly servers: readonly RedisServer[]
  #processes: readonly SentinelProcess[]
  #folder: Folder
  #watch: SentinelWatch

  constructor(
    servers: readonly RedisServer[],
    processes: readonly SentinelProcess[],
    folder: Folder,
    watch: SentinelWatch,
  ) {
    this.servers = servers
    this.sentinels = processes.map(({ host, port }) => ({ host, port }))
    this.#processes = processes
    this.#folder = folder
    this.#watch = watch
  }

  /** @throws while the Sentinels do not agree: first await `untilFailedOver()` */
  master(): RedisServer {
    const port = this.#watch.masterPort
    if (port === undefined) throw new Error('The Sentinels do not agree on a master yet')
    return this.#serverAt(port)
  }

  /** @returns the killed one, which can be restarted */
  async killMaster(): Promise<RedisServer> {
    const master = this.master()
    await master.kill()
    return master
  }

  /** Resolves when all Sentinels have announced, by +switch-master, one that runs. Resolves at once if it does. */
  async untilFailedOver(): Promise<RedisServer> {
    return this.#serverAt(await this.#watch.untilMaster((port) => this.#serverAt(port).running))
  }

  /** From now on the Sentinels take no death for one, until `releaseFailover()`. */
  holdFailover(): Promise<void> {
    return this.#watch.setDownAfter(60_000)
  }

  releaseFailover(): Promise<void> {
    return this.#watch.setDownAfter(downAfterMs)
  }

  /**
   * The master acknowledges what `write` writes, no replica gets it, and the master is killed.
   * @returns the killed one
   */
  async killMasterAlone(write: (master: RedisServer) => Promise<void>): Promise<RedisServer> {
    const master = this.master()
    const replicas = this.servers.filter((server) => server !== master && server.running)
    await cutOff(master, replicas)
    try {
      await write(master)
      await master.kill()
    } finally {
      for (const replica of replicas) replica.thaw()
    }
    return master
  }

  /** @returns the new master, which lacks what `write` wrote */
  async promoteReplicaWithLostWrites(write: (master: RedisServer) => Promise<void>): Promise<RedisServer> {
    await this.killMasterAlone(write)
    return this.untilFailedOver()
  }

  async stop(): Promise<void> {
    this.#watch.close()
    await Promise.all(this.#processes.map(({ process }) => killProcess(process)))
    await Promise.all(this.servers.map((server) => server.stop()))
    await this.#folder.remove()
  }

  #serverAt(port: number): RedisServer {
    const server = this.servers.find((candidate) => candidate.port === port)
    if (!server) throw new Error(`The Sentinels name a master on port ${port}, which is none of theirs`)
    return server
  }
}

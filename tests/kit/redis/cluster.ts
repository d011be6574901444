import { until } from '../until.ts'
import { hasFailed, isHealthy } from './cluster-health.ts'
import { migrateSlot } from './cluster-slots.ts'
import { nodeTimeoutMs, startNodes } from './cluster-start.ts'
import { myself, ownerOf, viewOf } from './cluster-view.ts'
import { untilInSync } from './replication.ts'
import type { RedisServer } from './server.ts'

/**
 * Starts three masters, with a third of the slots each, and a replica of each.
 * @param aclUsers who may do what besides the default user, who may do all
 */
export async function startCluster(aclUsers: readonly string[] = []): Promise<RedisCluster> {
  const cluster = new RedisCluster(await startNodes(aclUsers))
  await cluster.untilOk()
  return cluster
}

export class RedisCluster {
  /** The masters at the start, then the replica of each in the same order. ioredis takes them as they are. */
  readonly nodes: readonly RedisServer[]

  constructor(nodes: readonly RedisServer[]) {
    this.nodes = nodes
  }

  /** Resolves when all nodes that run agree on a master that runs for each slot, and each replica has its master. */
  untilOk(): Promise<void> {
    return until(() => isHealthy(this.nodes))
  }

  /** Resolves when all nodes that run say that the cluster is not well. */
  untilFailed(): Promise<void> {
    return until(() => hasFailed(this.nodes))
  }

  /** Resolves when the replicas that run have all that their masters had been told when this was called. */
  async untilReplicated(): Promise<void> {
    const view = await viewOf(this.#anyNode())
    const waits = view.map(async ({ port, masterId }) => {
      const replica = this.#nodeAt(port)
      const master = this.#nodeAt(view.find(({ id }) => id === masterId)?.port)
      if (replica?.running && master?.running) await untilInSync(master, [replica])
    })
    await Promise.all(waits)
  }

  /**
   * Moves a slot and its keys to another master while clients use them.
   * @param between runs when the keys have moved and the slot has not: a client that asks the source gets ASK
   */
  async moveSlot(slot: number, toIndex: number, between = async () => {}): Promise<void> {
    const masters = await this.#masters()
    const target = this.nodes[toIndex]
    if (!target || !masters.includes(target)) throw new Error(`Node ${toIndex} is no master that runs`)
    const source = await this.#masterOf(slot)
    if (source !== target) await migrateSlot(slot, source, target, masters, between)
    await this.untilOk()
  }

  /** From now on nobody takes a death for one, until `releaseFailover()`. */
  holdFailover(): Promise<void> {
    return this.#setNodeTimeout(60_000)
  }

  releaseFailover(): Promise<void> {
    return this.#setNodeTimeout(nodeTimeoutMs)
  }

  /** @returns the killed one, which can be restarted */
  async killMasterOf(key: string): Promise<RedisServer> {
    const master = await this.masterOf(key)
    await master.kill()
    return master
  }

  async masterOf(key: string): Promise<RedisServer> {
    return this.#masterOf(await this.slotOf(key))
  }

  slotOf(key: string): Promise<number> {
    return this.#anyNode().admin.cluster('KEYSLOT', key)
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop()))
  }

  async #setNodeTimeout(ms: number): Promise<void> {
    const running = this.nodes.filter((node) => node.running)
    await Promise.all(running.map(({ admin }) => admin.config('SET', 'cluster-node-timeout', ms)))
  }

  async #masterOf(slot: number): Promise<RedisServer> {
    const owner = ownerOf(await viewOf(this.#anyNode()), slot)
    const master = this.#nodeAt(owner?.port)
    if (!master) throw new Error(`Nobody has slot ${slot}`)
    return master
  }

  async #masters(): Promise<readonly RedisServer[]> {
    const running = this.nodes.filter((node) => node.running)
    const views = await Promise.all(running.map(viewOf))
    return running.filter((_, index) => myself(views[index] ?? []).flags.includes('master'))
  }

  #nodeAt(port: number | undefined): RedisServer | undefined {
    return this.nodes.find((node) => node.port === port)
  }

  #anyNode(): RedisServer {
    const node = this.nodes.find(({ running }) => running)
    if (!node) throw new Error('No node runs')
    return node
  }
}

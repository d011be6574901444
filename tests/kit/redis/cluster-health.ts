import { type NodeView, viewOf } from './cluster-view.ts'
import { fieldsOf, infoOf } from './info.ts'
import type { RedisServer } from './server.ts'

const allSlots = 16_384

/**
 * Whether all nodes that run say that the cluster is well, and see the same: each slot with a master that
 * runs, each replica in touch with its master. CLUSTER INFO alone says `ok` for a while after a master's death.
 */
export async function isHealthy(nodes: readonly RedisServer[]): Promise<boolean> {
  const running = nodes.filter((node) => node.running)
  const ports = new Set(running.map(({ port }) => port))
  const views = await Promise.all(running.map(viewOf))
  const layouts = new Set(views.map((view) => layoutOf(view, ports)))
  if (layouts.size !== 1 || !views.every((view) => isCovered(view, ports))) return false
  return (await Promise.all(running.map(isWell))).every(Boolean)
}

export async function hasFailed(nodes: readonly RedisServer[]): Promise<boolean> {
  const running = nodes.filter((node) => node.running)
  const states = await Promise.all(running.map(stateOf))
  return states.every((state) => state === 'fail')
}

function isCovered(view: readonly NodeView[], ports: ReadonlySet<number>): boolean {
  const slots = view.filter(({ port }) => ports.has(port)).flatMap((node) => node.slots)
  return slots.reduce((sum, [first, last]) => sum + last - first + 1, 0) === allSlots
}

/** Who of those on the ports is master of which slots or replica of whom, as text to compare. */
function layoutOf(view: readonly NodeView[], ports: ReadonlySet<number>): string {
  const seen = view.filter(({ port }) => ports.has(port))
  const lines = seen.map(({ id, masterId, flags, slots }) =>
    JSON.stringify([id, masterId, slots, flags.filter((flag) => flag !== 'myself')]),
  )
  return lines.sort().join('\n')
}

async function isWell(node: RedisServer): Promise<boolean> {
  const replication = await infoOf(node.admin, 'replication')
  const inTouch = replication.get('role') === 'master' || replication.get('master_link_status') === 'up'
  return (await stateOf(node)) === 'ok' && inTouch
}

async function stateOf(node: RedisServer): Promise<string | undefined> {
  return fieldsOf(String(await node.admin.cluster('INFO'))).get('cluster_state')
}

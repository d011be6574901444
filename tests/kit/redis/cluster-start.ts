import { until } from '../until.ts'
import { myself, viewOf } from './cluster-view.ts'
import { type RedisServer, startServer } from './server.ts'

const masterCount = 3
const lastSlot = 16_383

/** How long a node has not answered when it is taken for dead. */
export const nodeTimeoutMs = 500

const settings = {
  'cluster-enabled': 'yes',
  'cluster-node-timeout': String(nodeTimeoutMs),
  // As in the starters: what is down concerns those whose keys are there, and nobody else.
  'cluster-require-full-coverage': 'no',
  // A replica stands for election however long it has not heard from its master.
  'cluster-replica-validity-factor': '0',
  // Each master keeps its own replica.
  'cluster-allow-replica-migration': 'no',
}

/** Three masters, then the replica of each in the same order. */
export async function startNodes(aclUsers: readonly string[]): Promise<readonly RedisServer[]> {
  const starts = Array.from({ length: masterCount * 2 }, () => startServer({ settings, aclUsers }))
  const nodes = await Promise.all(starts)
  // While they know nobody, each can be given an epoch of its own; later they would have to fight it out.
  await Promise.all(nodes.map((node, index) => node.admin.cluster('SET-CONFIG-EPOCH', index + 1)))
  const masters = nodes.slice(0, masterCount)
  await Promise.all(masters.map(takeSlots))
  await until(() => haveMet(nodes))
  await Promise.all(nodes.slice(masterCount).map((node, index) => follow(node, masters[index])))
  return nodes
}

async function takeSlots(master: RedisServer, index: number): Promise<void> {
  const share = (lastSlot + 1) / masterCount
  const [first, next] = [Math.round(index * share), Math.round((index + 1) * share)]
  await master.admin.cluster('ADDSLOTSRANGE', first, next - 1)
}

/** Introduces each to those it does not know; a greeting can get lost, so this is asked until all know all. */
async function haveMet(nodes: readonly RedisServer[]): Promise<boolean> {
  const met = await Promise.all(nodes.map((node) => hasMet(node, nodes)))
  return met.every(Boolean)
}

async function hasMet(node: RedisServer, nodes: readonly RedisServer[]): Promise<boolean> {
  const view = await viewOf(node)
  const strangers = nodes.filter(({ port }) => port !== node.port && !view.some((seen) => seen.port === port))
  await Promise.all(strangers.map(({ host, port }) => node.admin.cluster('MEET', host, port)))
  return strangers.length === 0 && !view.some(({ flags }) => flags.includes('handshake'))
}

async function follow(replica: RedisServer, master: RedisServer | undefined): Promise<void> {
  if (!master) throw new Error('A replica was left over')
  await replica.admin.cluster('REPLICATE', myself(await viewOf(master)).id)
}

import { myself, viewOf } from './cluster-view.ts'
import type { RedisServer } from './server.ts'

const keysAtOnce = 100
const migrationTimeoutMs = 5_000

/**
 * Moves a slot and its keys while clients use them, as redis-cli does.
 * @param between runs when the keys have moved and the slot has not: a client that asks the source gets ASK
 */
export async function migrateSlot(
  slot: number,
  source: RedisServer,
  target: RedisServer,
  masters: readonly RedisServer[],
  between: () => Promise<void>,
): Promise<void> {
  const [sourceId, targetId] = await Promise.all([source, target].map(idOf))
  await target.admin.cluster('SETSLOT', slot, 'IMPORTING', String(sourceId))
  await source.admin.cluster('SETSLOT', slot, 'MIGRATING', String(targetId))
  await moveKeys(slot, source, target)
  await between()
  // The target is told first: if the others heard it before it did, nobody would serve the slot for a moment.
  const others = masters.filter((master) => master !== target && master !== source)
  for (const node of [target, source, ...others]) {
    await node.admin.cluster('SETSLOT', slot, 'NODE', String(targetId))
  }
}

async function moveKeys(slot: number, source: RedisServer, target: RedisServer): Promise<void> {
  for (;;) {
    const keys = await source.admin.cluster('GETKEYSINSLOT', slot, keysAtOnce)
    if (keys.length === 0) return
    const { host, port } = target
    await source.admin.migrate(host, port, '', 0, migrationTimeoutMs, 'KEYS', ...keys)
  }
}

async function idOf(node: RedisServer): Promise<string> {
  return myself(await viewOf(node)).id
}

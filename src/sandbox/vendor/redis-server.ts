import { Buffer } from 'buffer'
import { createRedisCommandExecutor, RedisServerState, setLuaWasmLoadOptions } from 'js-redis-server/core'
import type { RedisDesk } from '../program/redis-desk.ts'
import type { RedisKey } from '../runtime.ts'
import { listen, setOutage } from './loopback.ts'

const compatibility = 'redis-7.0'
const maxValueLength = 2_000

declare const sandboxWasm: { readonly lua: ArrayBuffer }
setLuaWasmLoadOptions({ wasmBytes: new Uint8Array(sandboxWasm.lua) })

const state = new RedisServerState({ databaseCount: 16, compatibility })
listen(6379, { state, executor: createRedisCommandExecutor({ compatibility }) })
// Begun now, while other parts load: the first script would otherwise wait for it.
void state.getLuaRuntime()

let commandCount = 0
state.monitorFeed.subscribe(() => {
  commandCount += 1
})

/** Reads the server's memory directly: no command is sent, nothing is touched. */
export const inspect: RedisDesk['inspect'] = () => ({
  keys: state.getDatabase(0).entriesSnapshot().map(describe),
  commandCount,
})
export { setOutage }

type Entry = ReturnType<ReturnType<typeof state.getDatabase>['entriesSnapshot']>[number]

function describe({ key, value, expiresAt }: Entry): RedisKey {
  const ttl = expiresAt === undefined ? {} : { ttlMs: Math.max(0, expiresAt - Date.now()) }
  return { name: text(key), type: value.type, value: valueText(value).slice(0, maxValueLength), ...ttl }
}

function valueText(value: Entry['value']): string {
  switch (value.type) {
    case 'string':
      return text(value.value)
    case 'hash':
      return [...value.fields.values()]
        .map(({ field, value: item }) => `${text(field)}: ${text(item)}`)
        .join('\n')
    case 'list':
      return value.values.map(text).join('\n')
    case 'set':
      return [...value.members.values()].map(text).join('\n')
    case 'zset':
      return [...value.members.values()].map(({ member, score }) => `${score}: ${text(member)}`).join('\n')
    case 'stream':
      return '(stream)'
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

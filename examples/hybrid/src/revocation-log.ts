import type { Redis } from 'ioredis'
import { answer } from './redis.ts'
import type { RevocationEntry } from './revocation-set.ts'

/** One hash tag, so that the log and its counter share a cluster slot. */
const logKey = '{revocations}:log'
const sequenceKey = '{revocations}:seq'
/** Names one life of the log. A Redis that came back empty starts another. */
const generationKey = '{revocations}:generation'
export const revocationChannel = '{revocations}'

/** A revocation and its place in the log. Places count up by one without a gap. */
export interface LogEntry extends RevocationEntry {
  readonly sequence: number
}

/**
 * Appends, announces, and drops what has expired at the old end. As one operation, so that places are given
 * and announced in the same order. KEYS log, sequence, generation.
 */
const appendScript = `
redis.call('SET', KEYS[3], ARGV[4], 'NX')
local sequence = string.format('%.0f', redis.call('INCR', KEYS[2]))
redis.call('ZADD', KEYS[1], sequence, ARGV[1])
redis.call('PUBLISH', ARGV[3], sequence .. ' ' .. ARGV[1])
for i = 1, 100 do
  local oldest = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
  if not oldest or tonumber(string.match(oldest, '^%d+')) > tonumber(ARGV[2]) then break end
  redis.call('ZREM', KEYS[1], oldest)
end
return sequence`

/** Written by the issuer. @throws AuthError `store_unavailable`: then nothing may be acknowledged */
export async function appendRevocation(
  redis: Redis,
  entry: RevocationEntry,
  nowMs: number,
): Promise<LogEntry> {
  const member = `${entry.expiresAtMs} ${JSON.stringify(entry.revoked)}`
  const sequence = await answer(
    redis.eval(
      appendScript,
      3,
      ...[logKey, sequenceKey, generationKey],
      ...[member, nowMs, revocationChannel, crypto.randomUUID()],
    ),
  )
  return { ...entry, sequence: Number(sequence) }
}

/** What `readRevocations` found, all seen at one moment. */
export interface LogReading {
  /** Empty before the first revocation. */
  readonly generation: string
  readonly lastSequence: number
  readonly entries: readonly LogEntry[]
}

/** Everything after a place; `after` 0 is the snapshot. @throws AuthError `store_unavailable` */
export async function readRevocations(redis: Redis, after: number): Promise<LogReading> {
  const results = await answer(
    redis
      .multi()
      .get(generationKey)
      .get(sequenceKey)
      .zrangebyscore(logKey, `(${after}`, '+inf', 'WITHSCORES')
      .exec(),
  )
  const [generation, sequence, flat] = (results ?? []).map(([, value]) => value)
  return {
    generation: String(generation ?? ''),
    lastSequence: Number(sequence ?? 0),
    entries: pairsOf(flat as string[]).map(([text, place]) => parseEntry(text, place)),
  }
}

/** An announcement as the channel carries it: `<sequence> <expiresAtMs> <json>`. */
export function parseAnnouncement(message: string): LogEntry {
  const space = message.indexOf(' ')
  return parseEntry(message.slice(space + 1), message.slice(0, space))
}

function parseEntry(text: string, sequence: string): LogEntry {
  const space = text.indexOf(' ')
  return {
    sequence: Number(sequence),
    expiresAtMs: Number(text.slice(0, space)),
    revoked: JSON.parse(text.slice(space + 1)),
  }
}

function pairsOf(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [String(flat[2 * i]), String(flat[2 * i + 1])])
}

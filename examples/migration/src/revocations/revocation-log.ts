import type { RedisConnection } from '../redis/connection.ts'
import { transact } from '../redis/transaction.ts'
import { formatEntry, type LogEntry, parseEntry } from './log-entry.ts'
import type { RevocationEntry } from './revocation-set.ts'

/**
 * The log is one sorted set, so that nothing of it can be lost alone: at place 0 the marker, a name for this life of
 * the log, and behind it the entries by their places, which count up by one.
 */
const key = 'revocations:log'
export const revocationChannel = 'revocations:news'
/** Announced when the log was restored: read it anew. */
export const restoredMessage = 'restored'

/** Which life of the log somebody knows, and up to which place. A Redis that lost its data has no marker. */
export interface LogPosition {
  /** The marker; empty where there is none. */
  readonly generation: string
  readonly lastSequence: number
}

/**
 * When its memory is full, Redis lets a script finish that has begun to write. So both scripts begin with a write that
 * changes nothing: a full Redis refuses logins, and takes revocations.
 */
const beginToWrite = `redis.call('ZREM', KEYS[1], '')`

/**
 * Appends, announces, and drops what has expired at the old end. As one operation, so that places are given and
 * announced in the same order. On a log that is not the one the writer knows it writes nothing.
 */
const appendScript = `
if redis.call('ZRANGE', KEYS[1], 0, 0)[1] ~= ARGV[3] then return 'lost' end
local last = tonumber(redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2])
if last < tonumber(ARGV[4]) then return 'lost' end
${beginToWrite}
local sequence = string.format('%.0f', last + 1)
local entry = sequence .. ' ' .. ARGV[1]
redis.call('ZADD', KEYS[1], sequence, entry)
redis.call('PUBLISH', ARGV[5], entry)
for i = 1, 100 do
  local oldest = redis.call('ZRANGE', KEYS[1], 1, 1)[1]
  if oldest == entry or tonumber(string.match(oldest, '^%d+ (%d+)')) > tonumber(ARGV[2]) then break end
  redis.call('ZREM', KEYS[1], oldest)
end
return entry`

/** Written by the issuer. @returns 'lost' when the log is not the one at `position` any more, and nothing was written */
export async function appendRevocation(
  redis: RedisConnection,
  entry: RevocationEntry,
  nowMs: number,
  { generation, lastSequence }: LogPosition,
): Promise<LogEntry | 'lost'> {
  const values = [formatEntry(entry), nowMs, generation, lastSequence, revocationChannel]
  const text = String(await redis.ask((client) => client.eval(appendScript, 1, key, ...values)))
  return text === 'lost' ? 'lost' : parseEntry(text)
}

/** What `readRevocations` found. */
export interface LogReading extends LogPosition {
  readonly entries: readonly LogEntry[]
}

/** A longer log is read in pages, since each command has the budget of a request. */
const pageSize = 2_000

/**
 * Everything from a place on, that place included; 0 is the snapshot. Three reads in one round trip and no
 * transaction, which a Redis whose memory is full refuses. What is written in between is in the last of them, or found
 * by the next look.
 *
 * @throws AuthError `store_unavailable`
 */
export async function readRevocations(redis: RedisConnection, from: number): Promise<LogReading> {
  const results = await redis.ask((client) =>
    transact(
      client
        .pipeline()
        .zrange(key, 0, 0)
        .zrange(key, -1, -1, 'WITHSCORES')
        .zrangebyscore(key, Math.max(from, 1), '+inf', 'LIMIT', 0, pageSize),
    ),
  )
  const [first, last, texts] = results as string[][]
  const entries = await withRest(redis, (texts ?? []).map(parseEntry))
  return {
    generation: first?.[0] ?? '',
    lastSequence: entries.at(-1)?.sequence ?? Number(last?.[1] ?? 0),
    entries,
  }
}

async function withRest(redis: RedisConnection, page: LogEntry[]): Promise<LogEntry[]> {
  const entries = page
  for (let found = page.length; found === pageSize; ) {
    const next = `(${entries.at(-1)?.sequence}`
    const texts = await redis.ask((client) => client.zrangebyscore(key, next, '+inf', 'LIMIT', 0, pageSize))
    for (const text of texts) entries.push(parseEntry(text))
    found = texts.length
  }
  return entries
}

/**
 * Writes down what is known, behind what the log still holds, and sets a new marker. Of several issuers that do so
 * at once one succeeds.
 */
const restoreScript = `
local marker = redis.call('ZRANGE', KEYS[1], 0, 0)[1] or ''
if marker ~= ARGV[1] then return 'moved' end
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2] or '0'
local sequence = math.max(tonumber(last), tonumber(ARGV[2]))
${beginToWrite}
if marker ~= '' then redis.call('ZREM', KEYS[1], marker) end
redis.call('ZADD', KEYS[1], 0, ARGV[3])
for i = 5, #ARGV do
  sequence = sequence + 1
  local text = string.format('%.0f', sequence)
  redis.call('ZADD', KEYS[1], text, text .. ' ' .. ARGV[i])
end
redis.call('PUBLISH', ARGV[4], '${restoredMessage}')
return 'restored'`

/**
 * @param found the marker that the log has now
 * @param lastSequence the last place the writer knew; places never go back
 * @param entries one at least, so that the place is kept
 */
export async function restoreLog(
  redis: RedisConnection,
  found: string,
  lastSequence: number,
  entries: readonly RevocationEntry[],
): Promise<void> {
  const marker = `generation ${crypto.randomUUID()}`
  const values = [found, lastSequence, marker, revocationChannel, ...entries.map(formatEntry)]
  await redis.ask((client) => client.eval(restoreScript, 1, key, ...values))
}

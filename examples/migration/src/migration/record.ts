import { randomId } from '../random.ts'
import type { RedisConnection } from '../redis/connection.ts'
import type { Direction } from './direction.ts'
import { isPhase, type Phase, phases } from './phases.ts'

// One hash in Redis: the phase, when it began, who follows it, and what they counted.
const key = 'migration'

/** A phase, and how many changes led to it: whoever knows the higher number knows better. */
export interface PhaseVisit {
  readonly phase: Phase
  readonly visit: number
  readonly sinceMs: number
}

export interface MigrationRecord extends PhaseVisit {
  readonly direction: Direction
  /** When a token of the old strategy was last issued; 0 if never since the migration began. */
  readonly lastOldMs: number
  readonly instances: readonly Instance[]
  /** What was counted since the phase began, by name. */
  readonly counts: Readonly<Record<string, number>>
}

export interface Instance {
  readonly name: string
  /** The phase it acts by. Undefined while it starts. */
  readonly phase: Phase | undefined
  /** It has fallen silent when this is over. */
  readonly aliveUntilMs: number
}

// #region beat
/**
 * What an instance does once a second, as one operation: it says by which phase it acts, adds what it counted, and
 * learns the phase. If Redis has no phase or an older one, it has lost something, and gets it back from whoever knows.
 * A change of phase after this sees that the instance is there.
 */
const beatScript = `
local function known(field) return redis.call('HGET', KEYS[1], field) end
if known('from') and (known('from') ~= ARGV[1] or known('to') ~= ARGV[2]) then return { 'other' } end
if tonumber(known('visit') or '0') < tonumber(ARGV[4]) then
  redis.call('HSET', KEYS[1], 'from', ARGV[1], 'to', ARGV[2], 'phase', ARGV[3], 'visit', ARGV[4], 'since', ARGV[5])
end
redis.call('HSET', KEYS[1], 'instance:' .. ARGV[6], ARGV[7])
if tonumber(ARGV[8]) > tonumber(known('last-old') or '0') then redis.call('HSET', KEYS[1], 'last-old', ARGV[8]) end
for i = 9, #ARGV, 2 do redis.call('HINCRBY', KEYS[1], 'count:' .. ARGV[i], ARGV[i + 1]) end
return { known('phase'), known('visit'), known('since') }`
// #endregion beat

export interface Beat {
  readonly direction: Direction
  /** What Redis is told if it knows less. */
  readonly known: PhaseVisit
  readonly instance: Instance
  readonly lastOldMs: number
  /** By visit and name, such as `3:seen:redis`. */
  readonly counts: ReadonlyMap<string, number>
}

/** @returns undefined when Redis holds another migration @throws AuthError `store_unavailable` */
export async function sendBeat(redis: RedisConnection, beat: Beat): Promise<PhaseVisit | undefined> {
  const { direction, known, instance, lastOldMs, counts } = beat
  const values = [
    ...[direction.from, direction.to, known.phase, known.visit, known.sinceMs],
    ...[instance.name, `${instance.phase ?? 'starting'} ${instance.aliveUntilMs}`, lastOldMs],
    ...[...counts].flat(),
  ]
  const answer = await redis.ask((client) => client.eval(beatScript, 1, key, ...values))
  const [phase, visit, sinceMs] = (answer as unknown[]).map(String)
  return isPhase(phase) ? { phase, visit: Number(visit), sinceMs: Number(sinceMs) } : undefined
}

/** Says goodbye, so that nobody waits for this instance. */
export const forgetInstance = async (redis: RedisConnection, name: string): Promise<boolean> =>
  (await redis.ask((client) => client.hdel(key, `instance:${name}`))) > 0

/** Enters a phase if nobody entered another meanwhile, and begins to count anew. */
const enterScript = `
if redis.call('HGET', KEYS[1], 'visit') ~= ARGV[1] then return 'changed' end
redis.call('HSET', KEYS[1], 'phase', ARGV[2], 'visit', ARGV[3], 'since', ARGV[4])
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 6) == 'count:' then redis.call('HDEL', KEYS[1], field) end
end
return 'entered'`

export async function enterPhase(
  redis: RedisConnection,
  { visit }: PhaseVisit,
  phase: Phase,
  nowMs: number,
): Promise<boolean> {
  const values = [visit, phase, visit + 1, nowMs]
  return (await redis.ask((client) => client.eval(enterScript, 1, key, ...values))) === 'entered'
}

/** @returns undefined when no instance has ever begun a migration, or the last one was ended */
export async function readRecord(redis: RedisConnection): Promise<MigrationRecord | undefined> {
  const fields = await redis.ask((client) => client.hgetall(key))
  const { from, to, phase, visit, since, 'last-old': lastOld = '0' } = fields
  if (!isPhase(phase)) return undefined
  return {
    direction: { from, to } as Direction,
    phase,
    visit: Number(visit),
    sinceMs: Number(since),
    lastOldMs: Number(lastOld),
    instances: withPrefix(fields, 'instance:').map(([name, text]) => parseInstance(name, text)),
    counts: Object.fromEntries(withPrefix(fields, `count:${visit}:`).map(([name, n]) => [name, Number(n)])),
  }
}

export const deleteRecord = (redis: RedisConnection): Promise<number> =>
  redis.ask((client) => client.del(key))

const withPrefix = (fields: Readonly<Record<string, string>>, prefix: string) =>
  Object.entries(fields)
    .filter(([field]) => field.startsWith(prefix))
    .map(([field, text]) => [field.slice(prefix.length), text] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))

function parseInstance(name: string, text: string): Instance {
  const [phase, until] = text.split(' ')
  return { name, phase: isPhase(phase) ? phase : undefined, aliveUntilMs: Number(until) }
}

/** Such as `issuer-4fQ2xk`. */
export const instanceName = (service: string): string =>
  `${service}-${randomId().replaceAll(/[-_]/g, '').slice(0, 6)}`

/** Where every migration begins. */
export const firstVisit = (nowMs: number): PhaseVisit => ({ phase: phases[0], visit: 1, sinceMs: nowMs })

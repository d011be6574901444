import type { RedisConnection } from '../redis/connection.ts'
import { SettingsError } from '../settings/read.ts'
import type { CommonSettings } from '../settings/schema.ts'
import type { Step } from './phases.ts'
import { deleteRecord, enterPhase, forgetInstance, type MigrationRecord, readRecord } from './record.ts'
import { statusLines } from './status.ts'
import { assess, type RefusalCode } from './steps.ts'

/** What the command prints, and whether it did what it was asked. */
export interface Outcome {
  readonly lines: readonly string[]
  readonly code: 'ok' | RefusalCode
}

interface Desk {
  readonly redis: RedisConnection
  readonly settings: CommonSettings
  readonly nowMs: number
}

/** A refresh token lives as long as a session may idle, an access token never longer. */
export const tokenLifetimeSeconds = (settings: CommonSettings): number =>
  settings.SESSION_IDLE_SECONDS + settings.CLOCK_TOLERANCE_SECONDS

/**
 * npm run migration             shows the phase, what was seen, and whether the next step is safe
 * npm run migration next        takes the next step, unless it is unsafe
 * npm run migration back        takes a step back
 * npm run migration forget NAME an instance that ended without a word, once you are sure that it is gone
 * npm run migration end         at the first phase or the last, when no instance follows any more
 *
 * @throws AuthError `store_unavailable`
 */
export async function runMigrationCommand(command: string, name: string, desk: Desk): Promise<Outcome> {
  const record = await readRecord(desk.redis)
  if (!record) return done('There is no migration: no instance has begun one')
  if (command === 'status') return status(record, desk)
  if (command === 'next' || command === 'back') return step(record, command, desk)
  if (command === 'forget') return forget(name, desk)
  if (command === 'end') return end(record, desk)
  throw new SettingsError('The command', 'must be status, next, back, forget or end')
}

const done = (...lines: string[]): Outcome => ({ lines, code: 'ok' })
const refused = (code: RefusalCode, reason: string): Outcome => ({ lines: [`${code}: ${reason}`], code })

const status = (record: MigrationRecord, { settings, nowMs }: Desk): Outcome =>
  done(...statusLines(record, tokenLifetimeSeconds(settings), nowMs))

async function step(record: MigrationRecord, direction: Step, desk: Desk): Promise<Outcome> {
  const { redis, settings, nowMs } = desk
  const { target, refusal } = assess(record, direction, tokenLifetimeSeconds(settings), nowMs)
  if (refusal) return refused(refusal.code, refusal.reason)
  if (await enterPhase(redis, record, target, nowMs)) return done(`${record.phase} -> ${target}`)
  return refused('changed_meanwhile', 'Somebody else changed the phase. Look again')
}

async function forget(name: string, { redis }: Desk): Promise<Outcome> {
  return done((await forgetInstance(redis, name)) ? `${name} is forgotten` : `There is no instance ${name}`)
}

/** A migration that comes later must not begin where this one ended. */
async function end({ phase, instances }: MigrationRecord, { redis }: Desk): Promise<Outcome> {
  if (phase !== 'issue-old' && phase !== 'new-only')
    return refused('migration_under_way', `Go to the last phase or back to the first; this is ${phase}`)
  if (instances.length > 0)
    return refused('instances_left', `Still there: ${instances.map((one) => one.name).join(', ')}`)
  await deleteRecord(redis)
  return done('The migration is over')
}

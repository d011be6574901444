import { promisedIn } from './direction.ts'
import type { MigrationRecord } from './record.ts'
import { type Assessment, assess, mismatchesIn } from './steps.ts'

/** What an operator wants to know before the next step, as lines. */
export function statusLines(record: MigrationRecord, lifetimeSeconds: number, nowMs: number): string[] {
  const { direction, phase, sinceMs, instances, counts } = record
  const { from, to } = direction
  const seen = [to, from, 'unmarked'].map((kind) => `${kind} ${counts[`seen:${kind}`] ?? 0}`)
  return [
    `${from} to ${to}: ${phase} for ${Math.floor((nowMs - sinceMs) / 1000)} s`,
    row('revocation', promises[promisedIn(direction, phase)]),
    row('tokens seen', seen.join(', ')),
    ...(phase === 'shadow' ? shadowRows(record) : []),
    ...instances.map(({ name, phase: own }) => row('instance', `${name} at ${own ?? 'start'}`)),
    row('next', said(assess(record, 'next', lifetimeSeconds, nowMs))),
  ]
}

const row = (label: string, text: string | number): string => `  ${label.padEnd(18)}${text}`

const promises = { stateless: 'at-expiry', hybrid: 'bounded', redis: 'immediate' } as const

function shadowRows(record: MigrationRecord): string[] {
  const { compared = 0, missed = 0 } = record.counts
  const codes = Object.entries(record.counts).filter(([name]) => name.startsWith('refused:'))
  const reasons = codes.map(([name, n]) => `${name.slice('refused:'.length)} ${n}`)
  const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : ''
  return [
    row('compared', compared),
    row('only new refuses', `${mismatchesIn(record)}${why}`),
    row('only old refuses', missed),
  ]
}

const said = ({ target, refusal }: Assessment): string =>
  refusal ? `${refusal.code}: ${refusal.reason}` : target

import { type Phase, phaseAfter, type Step } from './phases.ts'
import type { MigrationRecord } from './record.ts'

/** Why a step would hurt somebody. Stable: scripts may branch on the code. */
export interface Refusal {
  readonly code: RefusalCode
  readonly reason: string
}

export type RefusalCode =
  | 'instances_missing'
  | 'instance_silent'
  | 'instance_behind'
  | 'shadow_mismatch'
  | 'shadow_unproven'
  | 'shadow_too_short'
  | 'drain_not_over'
  | 'new_issuer_at_work'
  | 'migration_finished'
  | 'migration_at_start'
  | 'changed_meanwhile'
  | 'migration_under_way'
  | 'instances_left'

export type Assessment =
  | { readonly target: Phase; readonly refusal?: never }
  | { readonly target?: never; readonly refusal: Refusal }

type Rule = readonly [code: RefusalCode, isBroken: boolean, reason: string]

/** Says whether a step is safe. @param lifetimeSeconds of the longest-lived token */
export function assess(
  record: MigrationRecord,
  step: Step,
  lifetimeSeconds: number,
  nowMs: number,
): Assessment {
  const target = phaseAfter(record.phase, step)
  if (!target) return { refusal: endOfTheLine[step] }
  const rules = [...instanceRules(record, target, nowMs), ...phaseRules(record, step, lifetimeSeconds, nowMs)]
  const broken = rules.find(([, isBroken]) => isBroken)
  return broken ? { refusal: { code: broken[0], reason: broken[2] } } : { target }
}

const endOfTheLine = {
  next: { code: 'migration_finished', reason: 'Deploy the new starter, then: npm run migration end' },
  back: {
    code: 'migration_at_start',
    reason: 'This is the first phase; deploying the old starter undoes it',
  },
} as const satisfies Record<Step, Refusal>

// #region instances
/** Any two instances are at most one phase apart. So a phase changes only when all of them have followed the last change. */
function instanceRules({ phase, instances }: MigrationRecord, target: Phase, nowMs: number): Rule[] {
  const named = (list: typeof instances) => list.map(({ name }) => name).join(', ')
  const silent = instances.filter(({ aliveUntilMs }) => aliveUntilMs < nowMs)
  const behind = instances.filter((instance) => instance.phase !== phase && instance.phase !== target)
  return [
    ['instances_missing', instances.length === 0, 'No instance follows this Redis'],
    [
      'instance_silent',
      silent.length > 0,
      `May still serve without Redis: ${named(silent)}. Make sure that it is gone, then: npm run migration forget NAME`,
    ],
    ['instance_behind', behind.length > 0, `Not at ${phase} yet: ${named(behind)}`],
  ]
}
// #endregion instances

// #region rules
function phaseRules(record: MigrationRecord, step: Step, lifetimeSeconds: number, nowMs: number): Rule[] {
  const { phase, sinceMs, lastOldMs, counts } = record
  const leftFrom = (startMs: number) => Math.ceil((startMs + lifetimeSeconds * 1000 - nowMs) / 1000)
  if (step === 'next' && phase === 'shadow') {
    const mismatches = mismatchesIn(record)
    const left = leftFrom(sinceMs)
    return [
      [
        'shadow_mismatch',
        mismatches > 0,
        `The new strategy would have refused ${mismatches} times. Mend it, then begin the shadow anew: back, next`,
      ],
      // By then every session that lives has been renewed once, and so has shown whether it can move.
      ['shadow_too_short', left > 0, `Wait ${left} s more, so that each live session has been renewed once`],
      ['shadow_unproven', !counts.compared, 'Nothing was compared yet: no traffic'],
    ]
  }
  if (step === 'next' && phase === 'drain') {
    const left = leftFrom(Math.max(sinceMs, lastOldMs))
    return [['drain_not_over', left > 0, `The last old token may live for ${left} s more`]]
  }
  if (step === 'back' && phase === 'new-only') {
    const seen = counts['seen:unmarked'] ?? 0
    return [
      [
        'new_issuer_at_work',
        seen > 0,
        `${seen} tokens without a mark were seen: the new starter issues already, and its tokens would be taken for old ones`,
      ],
    ]
  }
  return []
}
// #endregion rules

export const mismatchesIn = ({ counts }: MigrationRecord): number =>
  Object.entries(counts).reduce((sum, [name, n]) => (name.startsWith('refused:') ? sum + n : sum), 0)

import type { Reading } from './read-token.ts'
import { claimRules } from './rules/claims.ts'
import { dateRules } from './rules/dates.ts'
import { formRules } from './rules/form.ts'
import { headerRules } from './rules/header.ts'
import type { Place, Rule, Subject } from './rules/rule.ts'

/** Those of a key are found where the key is read: in engine/key-findings.ts. */
export type KeyRuleId = 'secret-known' | 'secret-guessed' | 'key-short'

export type RuleId =
  | keyof typeof formRules
  | keyof typeof headerRules
  | keyof typeof claimRules
  | keyof typeof dateRules
  | KeyRuleId

export interface Finding {
  readonly id: RuleId
  readonly places: readonly [Place, ...Place[]]
}

/** What the reader expects and when they look. */
export interface Circumstances {
  readonly nowMs: number
  /** Empty for any. */
  readonly expectedTyp: string
  readonly toleranceSeconds: number
}

/** Every weakness that shows without a key. */
export function findingsOf(reading: Reading, circumstances: Circumstances): readonly Finding[] {
  const { header, payload } = reading
  const { nowMs, ...expected } = circumstances
  const subject: Subject = {
    reading,
    header: header?.members ?? {},
    payload: payload?.members ?? {},
    nowSeconds: nowMs / 1000,
    ...expected,
  }
  const isSigned = reading.parts.length === 3
  return [
    ...applied(formRules, subject),
    ...(header && isSigned ? applied(headerRules, subject) : []),
    ...(payload ? [...applied(dateRules, subject), ...applied(claimRules, subject)] : []),
  ]
}

function applied<Id extends RuleId>(rules: Readonly<Record<Id, Rule>>, subject: Subject): readonly Finding[] {
  return (Object.entries(rules) as [Id, Rule][]).flatMap(([id, rule]) => {
    const [first, ...others] = rule(subject)
    return first ? [{ id, places: [first, ...others] as const }] : []
  })
}

import type { RuleId } from '../findings.ts'
import type { Severity } from '../rules/rule.ts'
import { claimAdvice } from './claim-advice.ts'
import { dateAdvice } from './date-advice.ts'
import { formAdvice } from './form-advice.ts'
import { headerAdvice } from './header-advice.ts'
import { keyAdvice } from './key-advice.ts'
import type { Source } from './sources.ts'

/** What is to be said of a finding. */
export interface Advice {
  readonly severity: Severity
  readonly title: string
  readonly why: string
  readonly todo: string
  readonly source: Source
}

export const advice: Readonly<Record<RuleId, Advice>> = {
  ...formAdvice,
  ...headerAdvice,
  ...dateAdvice,
  ...claimAdvice,
  ...keyAdvice,
}

export type AllAdvice = typeof advice

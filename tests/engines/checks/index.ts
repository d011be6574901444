import type { Check } from '../check.ts'
import { isolationChecks } from './isolation.ts'
import { memoryChecks } from './memory.ts'
import { panelChecks } from './panels.ts'
import { readingChecks } from './reading.ts'
import { runChecks } from './runs.ts'
import { toolChecks } from './tools.ts'

/** Everything that is asked of each engine. */
export const checks: readonly Check[] = [
  ...runChecks,
  ...memoryChecks,
  ...isolationChecks,
  ...panelChecks,
  ...toolChecks,
  ...readingChecks,
]

import type { Run } from '../run.ts'
import runs from './runs.json' with { type: 'json' }

export interface EngineRun {
  readonly name: 'chromium' | 'firefox' | 'webkit'
  /** With its version, such as `Firefox 153.8.0`. */
  readonly product: string
}

export interface Runs {
  readonly run: Run
  /** What every engine was asked, and answered as it should. */
  readonly checks: readonly string[]
  readonly engines: readonly EngineRun[]
}

/** What `tests/engines/record.ts` wrote, which it does only when every engine passed every check. */
export const { run, checks, engines } = runs as Runs

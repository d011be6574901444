import type { Run } from '../run.ts'
import runs from './runs.json' with { type: 'json' }

/** What an operator typed at one point of a migration, and what it printed. */
export interface Part {
  readonly name: PartName
  /** What follows `npm run migration`. */
  readonly command: string
  readonly lines: readonly string[]
}

export type PartName =
  | 'before'
  | 'shadow'
  | 'too-short'
  | 'compared'
  | 'issue-new'
  | 'moving'
  | 'back'
  | 'again'
  | 'drain'
  | 'not-over'
  | 'drained'
  | 'new-only'
  | 'finished'
  | 'end'

export interface Runs {
  readonly run: Run
  /** The longest life of a token in these runs. */
  readonly lifetimeSeconds: number
  /** By direction, such as `stateless-redis`. */
  readonly transcripts: Readonly<Record<string, readonly Part[]>>
}

/** What `tests/migration/record.ts` wrote. `npm test` holds it against what the command prints now. */
export const { run, lifetimeSeconds, transcripts } = runs as unknown as Runs

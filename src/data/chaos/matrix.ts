import type { StrategyName } from '../../components/strategies.ts'
import type { Run } from '../run.ts'
import matrix from './matrix.json' with { type: 'json' }
import type { Observation } from './observation.ts'

/** What a fault did to a strategy, the same in every round. */
export interface Row extends Observation {
  readonly fault: string
  readonly title: string
  readonly strategy: StrategyName
  /** What the services were willing to wait for one answer of Redis. */
  readonly budgetMs: number
  /** The slowest answer to a client while it lasted, in any round. */
  readonly slowestMs: number
  /**
   * From when it was mended, or from when it began where a replica takes over by itself, until a login and a transfer
   * succeeded: the median of the rounds. Absent where nothing was out of order.
   */
  readonly recoveryMs?: number
}

export interface Matrix {
  readonly run: Run & { readonly redis: string; readonly rounds: number }
  readonly rows: readonly Row[]
}

/** What `npm run chaos:record` wrote. `npm test` holds it against what clients see now. */
export const { run, rows } = matrix as Matrix

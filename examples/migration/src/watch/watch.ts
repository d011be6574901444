import type { Metrics } from './metrics.ts'
import type { Tell } from './security-events.ts'

/** How a service is watched: numbers, events and faults. */
export interface Watch {
  readonly metrics: Metrics
  readonly tell: Tell
  readonly fault: (fault: unknown) => void
}

/** Where events and faults go besides the metrics. */
export type Log = Omit<Watch, 'metrics'>

/** For one process and its tests: events are counted, faults are printed. */
export const quietLog: Log = { tell: () => {}, fault: console.error }

/** Every event is counted, and told to the log. */
export function createWatch(metrics: Metrics, { tell, fault }: Log): Watch {
  return {
    metrics,
    fault,
    tell(event) {
      metrics.countEvent(event)
      tell(event)
    },
  }
}

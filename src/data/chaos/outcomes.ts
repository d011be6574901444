import { type StrategyName, strategyNames } from '../../components/strategies.ts'
import { type Row, rows } from './matrix.ts'

/** Faults that clients cannot tell apart: with each strategy they see and lose the same. */
export interface Outcome {
  readonly title: string
  /** What each strategy's clients saw, whichever of the faults it was. */
  readonly rows: Readonly<Record<StrategyName, Row>>
  readonly faults: readonly Readonly<Record<StrategyName, Row>>[]
}

/** What faults have in common that belong together, by the first of them. */
const titles: Readonly<Record<string, string>> = {
  'killed-aof': 'Redis does not answer, and has lost nothing',
  'killed-snapshot': 'Redis comes back without its last writes',
  'killed-empty': 'Redis comes back empty',
  reset: 'Sessions are out of reach, the log of revocations is not',
  'cluster-log-killed': 'The log of revocations is out of reach, sessions are not',
  'cluster-slot-moving': 'Nothing new can be stored',
  'full-allkeys-lru': 'Redis throws sessions out',
}

/** Where the page of outages shows it. */
export const anchorOf = ({ faults }: Outcome): string => `fault-${faults[0]?.stateless.fault}`

/** In the order in which their first faults were recorded. */
export const outcomes: readonly Outcome[] = [...Map.groupBy(byFault(), seen).values()].map((faults) => {
  const [first] = faults
  const title = titles[first?.stateless.fault ?? '']
  if (!first || !title)
    throw new Error(`src/data/chaos/outcomes.ts has no title for ${first?.stateless.fault}`)
  return { title, rows: first, faults }
})

function byFault(): readonly Outcome['rows'][] {
  const groups = Map.groupBy(rows, ({ fault }) => fault)
  return [...groups.values()].map(
    (group) => Object.fromEntries(group.map((row) => [row.strategy, row])) as unknown as Outcome['rows'],
  )
}

/** @throws Error when it was not recorded */
export function outcomeOf(fault: string): Outcome {
  const found = outcomes.find(({ faults }) => faults.some(({ stateless }) => stateless.fault === fault))
  if (!found) throw new Error(`src/data/chaos/matrix.json has no fault ${fault}`)
  return found
}

export const faultCount = outcomes.flatMap(({ faults }) => faults).length

const budgetsMs = rows.map((row) => row.budgetMs)
/** What services were willing to wait for one answer: usually, and where that was to be used up. */
export const budgetMs = { usual: Math.max(...budgetsMs), short: Math.min(...budgetsMs) }

/** As text to compare. */
function seen(fault: Outcome['rows']): string {
  return JSON.stringify(strategyNames.map((name) => [fault[name].during, fault[name].after]))
}

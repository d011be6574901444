import { byStrategy, type StrategyName } from '../components/strategies.ts'
import latency from './benchmarks/check-latency.json' with { type: 'json' }

/** What a request took with Redis so far away, such as `1.8 ms`. @throws Error when that was not measured */
export function requestTimes(delayMs: number): Readonly<Record<StrategyName, string>> {
  const row = latency.rows.find((candidate) => candidate.delayMs === delayMs)
  if (!row) throw new Error(`src/data/benchmarks/check-latency.json has no row of ${delayMs} ms`)
  return byStrategy((name) => `${(row.medianUs[name] / 1000).toFixed(1)} ms`)
}

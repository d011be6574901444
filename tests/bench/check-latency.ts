import { catalog, newSession } from '../kit/client.ts'
import { median } from '../kit/median.ts'
import { writeBenchmark } from '../kit/record.ts'
import { startProxy } from '../kit/redis/proxy.ts'
import { startServer } from '../kit/redis/server.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type StrategyName } from '../kit/systems.ts'

// npm run bench:latency: what a check adds to a request, by the time that an answer of Redis takes to come.

const delaysMs = [0, 1, 10]
const requests = 400

/** Microseconds of the median request: the whole of GET /catalog within one process, one after the other. */
async function measure(strategy: StrategyName, delayMs: number): Promise<number> {
  const server = await startServer()
  const proxy = await startProxy(server.url)
  const system = await openSystem(strategy, proxy)
  const { access } = await newSession(system)
  const request = () => catalog(system.api, access)
  for (let i = 0; i < 100; i++) await request()
  proxy.delayMs = delayMs
  const times: number[] = []
  for (let i = 0; i < requests; i++) {
    const startedAtMs = performance.now()
    const { status } = await request()
    times.push(performance.now() - startedAtMs)
    if (status !== 200) throw new Error(`${strategy} answered ${status}`)
  }
  proxy.delayMs = 0
  await system.close()
  await proxy.close()
  await server.stop()
  return Math.round(median(times) * 1000)
}

const rows = []
for (const delayMs of delaysMs) {
  const medianUs: Partial<Record<StrategyName, number>> = {}
  for (const strategy of allStrategies) medianUs[strategy] = await measure(strategy, delayMs)
  rows.push({ delayMs, medianUs })
}
await writeBenchmark('check-latency', 'npm run bench:latency', { requests, rows })
process.exit(0)

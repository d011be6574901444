import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import type { Matrix, Row } from '../../src/data/chaos/matrix.ts'
import { median } from '../kit/median.ts'
import { thisRun } from '../kit/record.ts'
import { allStrategies } from '../kit/strategies.ts'
import type { StrategyName } from '../kit/systems.ts'
import type { Fault } from './fault.ts'
import { faults } from './faults.ts'
import { budgetMsOf, type Observed, observe } from './observe.ts'

// npm run chaos:record: breaks Redis in every way of the list, and writes down what clients saw, for the site.

const rounds = 5
const file = new URL('../../src/data/chaos/matrix.json', import.meta.url)

async function main(): Promise<void> {
  const rows: Row[] = []
  for (const fault of faults) for (const strategy of allStrategies) rows.push(await row(fault, strategy))
  const version = execFileSync('redis-server', ['--version'], { encoding: 'utf8' })
  const redis = /v=([\d.]+)/.exec(version)?.[1] ?? 'unknown'
  const run = { ...thisRun('npm run chaos:record'), redis, rounds }
  await writeFile(file, `${JSON.stringify({ run, rows } satisfies Matrix, null, 2)}\n`)
}

/** What is seen is the same each time, or this fails. What is measured is not. */
async function row(fault: Fault, strategy: StrategyName): Promise<Row> {
  const observed: Observed[] = []
  for (let round = 0; round < rounds; round++) observed.push(await observe(strategy, fault))
  const [first, ...others] = observed.map(({ seen }) => JSON.stringify(seen))
  const other = others.find((text) => text !== first)
  if (first === undefined || other !== undefined)
    throw new Error(`${fault.name}, ${strategy}: once it was\n${first}\nand once\n${other}`)
  console.log(fault.name, strategy)
  return {
    ...{ fault: fault.name, title: fault.title, strategy, budgetMs: budgetMsOf(fault) },
    ...JSON.parse(first),
    slowestMs: Math.round(Math.max(...observed.map(({ watch }) => watch.slowestMs))),
    ...(wasRefused(first) && {
      recoveryMs: Math.round(median(observed.map(({ watch }) => watch.recoveryMs))),
    }),
  }
}

/** Somebody was told to try again. Who was told that the session has ended need not wait. */
const wasRefused = (text: string) => /_unavailable|_stale/.test(text)

await main()
// The services' own timers would keep this alive.
process.exit(0)

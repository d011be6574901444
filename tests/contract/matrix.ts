import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { type Engine, startInPageServer, startMock, startRedisServer } from '../kit/engines.ts'
import { type Env, openSystem, type StrategyName, type System } from '../kit/systems.ts'

/** The long rounds leave out the server for pages, which is slow and made for one reader. */
const engineStarters = process.env.SOAK_ROUNDS
  ? [startMock, startRedisServer]
  : [startMock, startInPageServer, startRedisServer]

/** What a test of the matrix works on. Filled before each test. */
export interface Cell {
  readonly strategy: StrategyName
  engine: Engine
  system: System
}

/** Runs a suite for each strategy on each engine, on a fresh system over an empty Redis for every test. */
export function forEachStrategy(
  strategies: readonly StrategyName[],
  suite: (cell: Cell) => void,
  { env = {} }: { env?: Env } = {},
): void {
  for (const startEngine of engineStarters) {
    for (const strategy of strategies) {
      describe(`${strategy} on ${startEngine.name.replace('start', '')}`, () => {
        const cell = { strategy } as Cell
        beforeAll(async () => {
          cell.engine = await startEngine()
        })
        afterAll(() => cell.engine.stop())
        beforeEach(async () => {
          await cell.engine.admin.flushall()
          cell.system = await openSystem(strategy, cell.engine, { env })
        })
        afterEach(() => cell.system.close())
        suite(cell)
      })
    }
  }
}

import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { type Engine, type EngineName, engineNames, engines } from '../kit/engines.ts'
import { type Env, openSystem, type StrategyName, type System } from '../kit/systems.ts'
import { isWholeProduct } from '../kit/tier.ts'

/** A test of the matrix and the ground it stands on. Filled before each test. */
export interface Cell {
  readonly strategy: StrategyName
  engine: Engine
  system: System
}

interface MatrixOptions {
  readonly env?: Env
  /**
   * `any`: one Redis is as good as another, so `npm test` takes the real one, which is also the fastest, and
   * `npm run test:all` each. `all`: the suite is about what is the same on all of them.
   */
  readonly engines?: 'any' | 'all'
}

/** Runs a suite for each strategy on each engine, on a fresh system over an empty Redis for every test. */
export function forEachStrategy(
  strategies: readonly StrategyName[],
  suite: (cell: Cell) => void,
  { env = {}, engines: wanted = 'any' }: MatrixOptions = {},
): void {
  for (const strategy of strategies)
    if (strategy === 'stateless') describe(strategy, () => runCell(strategy, async () => noRedis, env, suite))
    else
      for (const name of wanted === 'all' ? engineNames : anyEngine)
        describe(`${strategy} on ${name}`, () => runCell(strategy, engines[name], env, suite))
}

const anyEngine: readonly EngineName[] = process.env.SOAK_ROUNDS
  ? // The long rounds leave out the server for pages, which is slow and made for one reader.
    ['the mock', 'a real Redis']
  : isWholeProduct
    ? engineNames
    : ['a real Redis']

const noRedis: Engine = {
  url: undefined,
  get admin(): never {
    throw new Error('The stateless strategy has no Redis')
  },
  async stop() {},
}

function runCell(
  strategy: StrategyName,
  startEngine: () => Promise<Engine>,
  env: Env,
  suite: (cell: Cell) => void,
): void {
  const cell = { strategy } as Cell
  beforeAll(async () => {
    cell.engine = await startEngine()
  })
  afterAll(() => cell.engine.stop())
  beforeEach(async () => {
    if (cell.engine !== noRedis) await cell.engine.admin.flushall()
    cell.system = await openSystem(strategy, cell.engine, { env })
  })
  afterEach(() => cell.system.close())
  suite(cell)
}

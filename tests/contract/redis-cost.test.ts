import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import recorded from '../../src/data/benchmarks/commands.json' with { type: 'json' }
import { ask, bearer, catalog, newSession } from '../kit/client.ts'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { countCommands } from '../kit/redis-commands.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, quietFeed, type StrategyName } from '../kit/systems.ts'

/** What one check costs, counted by a real Redis. */
describe('commands per check', () => {
  let engine: RedisServer
  beforeAll(async () => {
    engine = await startRedisServer()
  })
  afterAll(() => engine.stop())

  const checks = 50
  test.each<[StrategyName, string]>([
    ['redis', 'getex'],
    ['hybrid', 'none'],
  ])('%s: %s', async (strategy, command) => {
    const system = await openSystem(strategy, engine, { env: quietFeed })
    const { access } = await newSession(system)
    await catalog(system.api, access)
    const before = await commandCounts()
    for (let i = 0; i < checks; i++) await catalog(system.api, access)
    const after = await commandCounts()
    await system.close()
    expect(difference(before, after)).toEqual(command === 'none' ? {} : { [command]: checks })
  })

  test('the profile of the hybrid reads the session once', async () => {
    const system = await openSystem('hybrid', engine, { env: quietFeed })
    const { access } = await newSession(system)
    const before = await commandCounts()
    await ask(system.api, 'GET', '/me', bearer(access))
    expect(difference(before, await commandCounts())).toEqual({ getex: 1 })
    await system.close()
  })

  test.each(allStrategies)('%s: the site tells how many commands each request sends', async (strategy) => {
    expect(await countCommands(strategy, engine)).toEqual(recorded.perRequest[strategy])
  })

  async function commandCounts(): Promise<Map<string, number>> {
    const stats = await engine.admin.info('commandstats')
    const lines = [...stats.matchAll(/cmdstat_([\w|]+):calls=(\d+)/g)]
    return new Map(lines.map(([, name = '', calls]) => [name, Number(calls)]))
  }

  function difference(before: Map<string, number>, after: Map<string, number>): Record<string, number> {
    const grown = [...after].map(([name, calls]) => [name, calls - (before.get(name) ?? 0)] as const)
    return Object.fromEntries(grown.filter(([name, calls]) => calls > 0 && name !== 'info'))
  }
})

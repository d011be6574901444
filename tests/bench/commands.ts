import { writeBenchmark } from '../kit/record.ts'
import { startServer } from '../kit/redis/server.ts'
import { type CommandCounts, countCommands } from '../kit/redis-commands.ts'
import { allStrategies } from '../kit/strategies.ts'
import type { StrategyName } from '../kit/systems.ts'

// npm run bench:commands: how many commands a request sends to Redis. A test holds the figures to what is sent now.

const perRequest: Partial<Record<StrategyName, CommandCounts>> = {}
for (const strategy of allStrategies) {
  const server = await startServer()
  perRequest[strategy] = await countCommands(strategy, server)
  await server.stop()
}
await writeBenchmark('commands', 'npm run bench:commands', { perRequest })
process.exit(0)

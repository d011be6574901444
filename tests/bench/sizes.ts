import { newSession } from '../contract/client.ts'
import { allStrategies } from '../contract/names.ts'
import { openSystem, type StrategyName, type WrapUsers } from '../contract/systems.ts'
import { type RedisServer, startServer } from '../support/redis/server.ts'
import { writeBenchmark } from './record.ts'

// npm run bench:sizes: what a session takes, in the tokens of its client and in a real Redis.

const users = 2_000
const atOnce = 50

/** Anybody may log in: each user has one session, as most have. */
const anybody: WrapUsers = (directory) => ({
  ...directory,
  candidate: (username) => ({ sub: username, name: 'Alice Example', roles: ['customer'] }),
  authenticate: async () => {},
})

const usedBytes = async ({ admin }: RedisServer): Promise<number> =>
  Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1])

async function measure(strategy: StrategyName) {
  const server = await startServer()
  const system = await openSystem(strategy, server, { wrapUsers: anybody })
  const { access, refresh } = await newSession(system, 'laptop', 'user-000000')
  const before = await usedBytes(server)
  for (let first = 0; first < users; first += atOnce)
    await Promise.all(
      Array.from({ length: atOnce }, (_, i) => newSession(system, 'laptop', `user-${100_000 + first + i}`)),
    )
  // Counters of attempts come with logins, and go by themselves.
  const counters = await server.admin.keys('limit:*')
  if (counters.length > 0) await server.admin.del(...counters)
  const redisBytes = Math.round(((await usedBytes(server)) - before) / users)
  await system.close()
  await server.stop()
  return {
    accessTokenBytes: access.length,
    refreshTokenBytes: refresh.length,
    redisBytes: strategy === 'stateless' ? 0 : redisBytes,
  }
}

const results: Partial<Record<StrategyName, Awaited<ReturnType<typeof measure>>>> = {}
for (const strategy of allStrategies) results[strategy] = await measure(strategy)
await writeBenchmark('sizes', 'npm run bench:sizes', { users, perSession: results })
process.exit(0)

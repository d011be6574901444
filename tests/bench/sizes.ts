import { newSession } from '../kit/client.ts'
import { writeBenchmark } from '../kit/record.ts'
import { type RedisServer, startServer } from '../kit/redis/server.ts'
import { allStrategies } from '../kit/strategies.ts'
import { openSystem, type StrategyName, type WrapUsers } from '../kit/systems.ts'

// npm run bench:sizes: what a session takes, in the tokens of its client and in a real Redis.

const users = 2_000
const atOnce = 50

/** Anybody may log in: each user has one session, as most have. */
const anybody: WrapUsers = (directory) => ({
  ...directory,
  candidate: (username) => ({ sub: username, name: 'Alice Example', roles: ['customer'] }),
  authenticate: async () => {},
})

/** Counters of attempts come with logins, and go by themselves. */
const isStored = (key: string) => !key.startsWith('limit:')

/** What the keys take, as Redis counts them. All that it has allocated would count buffers and half-empty tables as well. */
async function storedBytes({ admin }: RedisServer): Promise<number> {
  const keys = (await admin.keys('*')).filter(isStored)
  const sizes = await Promise.all(keys.map((key) => admin.memory('USAGE', key, 'SAMPLES', 0)))
  return sizes.reduce<number>((sum, bytes) => sum + Number(bytes), 0)
}

async function measure(strategy: StrategyName) {
  const server = await startServer()
  const system = await openSystem(strategy, server, { wrapUsers: anybody })
  const { access, refresh } = await newSession(system, 'laptop', 'user-000000')
  const before = await storedBytes(server)
  for (let first = 0; first < users; first += atOnce)
    await Promise.all(
      Array.from({ length: atOnce }, (_, i) => newSession(system, 'laptop', `user-${100_000 + first + i}`)),
    )
  const redisBytes = Math.round(((await storedBytes(server)) - before) / users)
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

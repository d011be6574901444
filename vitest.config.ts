import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './scripts/lib/longest-first.ts'

// `unit` and `attacks` need nothing; `contract`, `migration` and `chaos` need redis-server, `monitoring` promtool, and `examples` redis-server and the npm registry.

/** The starters may have packages of their own beside them. Tests that import a starter's files use ours. */
const dedupe = [
  '@hono/node-server',
  'cockatiel',
  'hono',
  'ioredis',
  'ioredis-mock',
  'ipaddr.js',
  'jose',
  'pino',
  'prom-client',
  'rate-limiter-flexible',
  'valibot',
]

/** Ends what hangs: no test tells a fast machine from a slow one. The rounds of `npm run test:soak` take hours. */
const testTimeout = process.env.SOAK_ROUNDS ? 7_200_000 : 900_000

export default defineConfig({
  resolve: { dedupe },
  test: {
    include: ['tests/{unit,contract,monitoring,attacks,migration,chaos,examples,engines}/**/*.test.ts'],
    testTimeout,
    hookTimeout: testTimeout,
    // What is waited for on a slow machine takes longer than the second that a poll has by itself.
    expect: { poll: { timeout: 60_000 } },
    // Half of the tests wait: for a Redis, a process, a clock. The others use the processor meanwhile.
    maxWorkers: 2 * availableParallelism(),
    // A process for each file would load the starters a hundred times. What tests share in one they leave as it was.
    isolate: false,
    sequence: { sequencer: LongestFirst },
  },
})

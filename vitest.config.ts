import { defineConfig } from 'vitest/config'

// `unit` and `attacks` need nothing, `contract`, `migration` and `chaos` need redis-server (the alerts promtool), `examples` needs both redis-server and the npm registry.

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
const resolve = { dedupe }

/**
 * Ends what hangs. No test tells a fast machine from a slow one: what takes seconds on one takes a minute on another,
 * and what is waited for there takes longer than the second that a poll has by itself.
 */
const limits = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000 } } }

const project = (name: string, include: string[], own: { testTimeout?: number } = {}) => ({
  resolve,
  test: { name, include, ...limits, ...own },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', ['tests/unit/**/*.test.ts']),
      project(
        'contract',
        ['tests/contract/**/*.test.ts', 'tests/monitoring/**/*.test.ts'],
        process.env.SOAK_ROUNDS ? { testTimeout: 7_200_000 } : {},
      ),
      project('attacks', ['tests/attacks/**/*.test.ts']),
      project('migration', ['tests/migration/**/*.test.ts']),
      project('chaos', ['tests/chaos/**/*.test.ts']),
      project('examples', ['tests/examples/**/*.test.ts'], { testTimeout: 900_000 }),
    ],
  },
})

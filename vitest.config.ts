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

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['tests/docs/**/*.test.ts'], ...limits } },
      {
        resolve,
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts', 'tests/monitoring/**/*.test.ts'],
          ...limits,
          ...(process.env.SOAK_ROUNDS && { testTimeout: 7_200_000 }),
        },
      },
      {
        resolve,
        test: {
          name: 'attacks',
          include: ['tests/attacks/**/*.test.ts'],
          ...limits,
        },
      },
      {
        resolve,
        test: {
          name: 'migration',
          include: ['tests/migration/**/*.test.ts'],
          ...limits,
        },
      },
      {
        resolve,
        test: {
          name: 'chaos',
          include: ['tests/chaos/**/*.test.ts'],
          ...limits,
        },
      },
      {
        resolve,
        test: {
          name: 'examples',
          include: ['tests/examples/**/*.test.ts'],
          ...limits,
          testTimeout: 900_000,
        },
      },
    ],
  },
})

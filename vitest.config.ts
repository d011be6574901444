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

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['tests/docs/**/*.test.ts'], testTimeout: 30_000 } },
      {
        resolve,
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts', 'tests/monitoring/**/*.test.ts'],
          testTimeout: process.env.SOAK_ROUNDS ? 7_200_000 : 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve,
        test: {
          name: 'attacks',
          include: ['tests/attacks/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'migration',
          include: ['tests/migration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 30_000,
        },
      },
      {
        resolve,
        test: {
          name: 'chaos',
          include: ['tests/chaos/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'examples',
          include: ['tests/examples/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})

import { defineConfig } from 'vitest/config'

// Three projects: `unit` needs nothing, `contract` needs redis-server, `examples` needs the npm registry.

/** The starters may have packages of their own beside them. Tests that import a starter's files use ours. */
const dedupe = ['@hono/node-server', 'hono', 'ioredis', 'ioredis-mock', 'jose', 'prom-client', 'valibot']
const resolve = { dedupe }

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['tests/docs/**/*.test.ts'] } },
      {
        resolve,
        test: {
          name: 'contract',
          include: ['tests/contract/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
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

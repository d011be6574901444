import { EventEmitter } from 'node:events'
import { Redis } from 'ioredis'
import RedisMock from 'ioredis-mock'
import { createRedisMock } from 'js-redis-server'
import { type RedisServer, startServer } from './redis/server.ts'

export type { RedisServer }

/** A Redis of some kind, for the strategies to run on. */
export interface Engine {
  /** Undefined where the engine is the one inside the process. */
  readonly url: string | undefined
  /** A client of the test's own, to look at keys with. */
  readonly admin: Redis
  stop(): Promise<void>
}

/** Each client of a mock listens to the same emitter, and tests open many. What is left open has a test of its own. */
EventEmitter.defaultMaxListeners = 1_000

export async function startMock(): Promise<Engine> {
  const admin = new RedisMock()
  return { url: undefined, admin, stop: async () => admin.disconnect() }
}

export async function startInPageServer(): Promise<Engine> {
  const server = await createRedisMock({ compatibility: 'redis-7.0' })
  const url = `redis://127.0.0.1:${server.port}`
  const admin = new Redis(url)
  return {
    url,
    admin,
    async stop() {
      admin.disconnect()
      await server.close()
    },
  }
}

/** A real server process that keeps nothing, which can also be killed, frozen and started again on its port. */
export const startRedisServer = (): Promise<RedisServer> => startServer()

/** By the name that stands in the titles of tests. */
export const engines = {
  'the mock': startMock,
  'the server in the page': startInPageServer,
  'a real Redis': startRedisServer,
} satisfies Readonly<Record<string, () => Promise<Engine>>>

export type EngineName = keyof typeof engines
export const engineNames = Object.keys(engines) as EngineName[]

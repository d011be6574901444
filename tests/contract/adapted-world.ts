import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Engine } from '../kit/engines.ts'
import { generous, openSystem, type StrategyName, type System } from '../kit/systems.ts'
import { type Adapted, adapt, type Opened } from './adapted.ts'

export const frameworks = ['hono', 'express', 'fastify'] as const
export type Framework = (typeof frameworks)[number]

/** A starter's system, and beside its own API service one on Express and one on Fastify, all on ports. */
export interface World {
  readonly system: System
  readonly adapted: Adapted
  /** The addresses, without a path. */
  readonly urls: Readonly<Record<Framework, string>>
  /** What was logged as our fault. */
  readonly faults: unknown[]
  open(): Promise<Opened>
  /** @returns the address of a server that is there until `close` */
  listen(listener: RequestListener): Promise<string>
  close(): Promise<void>
}

export async function openWorld(strategy: StrategyName, engine: Engine): Promise<World> {
  const adapted = await adapt(strategy)
  const closers: (() => Promise<void>)[] = [() => adapted.remove()]
  const env = { SESSION_KEYS_FILE: adapted.sessionKeys, ...generous }
  const system = await openSystem(strategy, engine, { env })
  closers.unshift(() => system.close())
  const faults: unknown[] = []

  async function open(): Promise<Opened> {
    const opened = await adapted.open(
      { ...env, NODE_ENV: 'test', REDIS_URL: engine.url },
      {
        clock: system.clock,
        fetch: async (url, init) => system.issuer.app.request(url, init),
        log: { tell: () => {}, fault: (fault) => void faults.push(fault) },
      },
    )
    closers.unshift(() => opened.close())
    return opened
  }

  async function listen(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1')
    await once(server, 'listening')
    closers.unshift(async () => {
      server.close()
      server.closeAllConnections()
    })
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('No port was given')
    return `http://127.0.0.1:${address.port}`
  }

  const fastify = adapted.createFastifyApi(await open())
  await fastify.ready()
  const urls = {
    hono: await listen(getRequestListener(system.api.app.fetch)),
    express: await listen(adapted.createExpressApi(await open())),
    fastify: await listen(fastify.routing),
  }
  return {
    ...{ system, adapted, urls, faults, open, listen },
    async close() {
      for (const close of closers) await close()
    },
  }
}

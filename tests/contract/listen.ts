import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { onTestFinished } from 'vitest'
import type { Service } from '../kit/systems.ts'

/**
 * Puts a service on a port until the test ends, on every address of this machine and of both kinds: those of the
 * older kind then look like the newer.
 *
 * @returns its address, without a path
 */
export async function listen({ app }: Service): Promise<string> {
  const server = serve({ fetch: app.fetch, port: 0 })
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port was given')
  return `http://127.0.0.1:${address.port}`
}

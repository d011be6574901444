import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * All below 32,768: there the kernel takes no ports for outgoing connections, so that nobody sits on the port
 * of a killed server before it is back. The bus of a cluster's node is 10,000 above its port.
 */
const lowest = 10_000
const count = 5_000

// Each worker of the test runner begins somewhere else, so that they seldom try the same port.
let next = (process.pid * 50) % count

/**
 * Tries one port after the other, until `start` does not fail for the port being in use. No other process
 * gets the port from here while this one lives: Sentinels and clusters would take a stranger on the port of a
 * killed server for the server, and mix up with the stranger's.
 */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (;;) {
    const port = lowest + next
    next = (next + 1) % count
    try {
      await reserve(port)
      return await start(port)
    } catch (error) {
      if (!isAddressInUse(error)) throw error
    }
  }
}

/** A port on which nobody listens, and which no other process gets from here. */
export const freePort = (): Promise<number> =>
  onFreePort(async (port) => {
    const server = createServer().listen(port, '127.0.0.1')
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return port
  })

/** Listens on a port that stands for it, which the kernel gives to one process only and takes back at its end. */
async function reserve(port: number): Promise<void> {
  const sign = createServer()
    .unref()
    .listen(port + count, '127.0.0.1')
  await once(sign, 'listening')
}

function isAddressInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

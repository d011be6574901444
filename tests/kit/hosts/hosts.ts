import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import sirv from 'sirv'
import type { HeadersFor } from './rules.ts'

/** The site behind some host. */
export interface Host {
  readonly url: string
  close(): Promise<void>
}

export const root = join(import.meta.dirname, '../../..')
export const dist = join(root, 'dist')

/** A host that serves files and sends what the rules say, and nothing else. */
export async function staticHost(rules: HeadersFor): Promise<Host> {
  const files = sirv(dist, {
    setHeaders: (response, path) => {
      for (const [name, value] of rules(path)) response.appendHeader(name, value)
    },
  })
  const notFound = readFileSync(join(dist, '404.html'))
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404, { 'Content-Type': 'text/html' }).end(notFound)
    }),
  )
  return hostOfServer(server)
}

/** A server of this process, on a port of its own. */
export async function hostOfServer(server: Server): Promise<Host> {
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

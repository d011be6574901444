import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { JWK } from 'jose'

type Reply = (response: ServerResponse) => void

/** A real HTTP server in the place of an issuer's. It counts who asks for the keys, and can fail and hang. */
export interface KeyIssuer {
  readonly url: string
  fetches: number
  reply: Reply
  /** Resolves when somebody asks next. */
  asked(): Promise<unknown>
  stop(): Promise<void>
}

export async function startKeyIssuer(): Promise<KeyIssuer> {
  const server = createServer((_, response) => {
    issuer.fetches++
    issuer.reply(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer: KeyIssuer = {
    ...{ url: `http://127.0.0.1:${portOf(server)}/keys`, fetches: 0, reply: hang },
    asked: () => once(server, 'request'),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return issuer
}

export const hang: Reply = () => {}

export const send =
  (status: number, body: string, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)

export const publish = (keys: readonly (JWK | undefined)[], cacheControl?: string): Reply =>
  send(200, JSON.stringify({ keys }), cacheControl === undefined ? {} : { 'cache-control': cacheControl })

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The issuer has no port')
  return address.port
}

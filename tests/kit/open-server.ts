import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

/** A server that lets everybody in. What does not reach it was held back on the way. */
export interface OpenServer {
  /** Ends in a slash. */
  readonly url: string
  /** The paths that were asked for, in order. */
  readonly asked: string[]
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
  '/': 'text/html',
  '/events': 'text/event-stream',
  '/module.js': 'text/javascript',
}

const everybody = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
}

export async function startOpenServer(): Promise<OpenServer> {
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    response.writeHead(200, { 'content-type': types[url] ?? 'text/plain', ...everybody }).end('\n')
  })
  server.on('upgrade', ({ url = '', headers }, socket) => {
    asked.push(url)
    shakeHands(socket, headers['sec-websocket-key'] ?? '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}/`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

/** Opens a WebSocket (RFC 6455, section 4.2.2), and closes it: that it opens is enough. */
function shakeHands(socket: Duplex, key: string): void {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  // A browser may be gone by then.
  socket.on('error', () => {})
  socket.end(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
      '\r\n',
    ].join('\r\n'),
  )
}

import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import { headersFor } from '../src/hosting/headers.mjs'
import { explainPort, readPort } from './lib/port.mjs'
import { giveUp } from './lib/run.mjs'

// Serves dist as production should: the headers of src/hosting, and the compressed files that the build wrote.

const dist = join(import.meta.dirname, '../dist')

const port = readPort()
if (!existsSync(join(dist, 'index.html'))) giveUp('There is no site to serve yet: npm run build')
const files = sirv(dist, { brotli: true, gzip: true, etag: true })
const notFoundPage = readFileSync(join(dist, '404.html'))

const server = createServer((request, response) => {
  // Before sirv decides anything, for its 304 has no header of its own.
  setHeaders(response, request.url?.split('?', 1)[0] ?? '/')
  keepTag(request, response)
  files(request, response, () => {
    setHeaders(response, '/404.html')
    response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8' }).end(notFoundPage)
  })
})

function setHeaders(response: ServerResponse, path: string): void {
  response.setHeaders(new Map(Object.entries({ ...headersFor(path), Vary: 'Accept-Encoding' })))
}

/** A 304 names the tag that the browser asked with (RFC 9110, section 15.4.5). */
function keepTag({ headers }: IncomingMessage, response: ServerResponse): void {
  const tag = headers['if-none-match']
  const writeHead = response.writeHead.bind(response)
  response.writeHead = (status: number, ...rest: never[]) => {
    if (status === 304 && tag) response.setHeader('ETag', tag)
    return writeHead(status, ...rest)
  }
}

server.once('error', (error) => giveUp(explainPort(error, port)))
server.listen(port, () => console.log(`JWT Strategies: http://localhost:${port}/`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
  })
}

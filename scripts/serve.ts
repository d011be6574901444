import { existsSync, readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import sirv from 'sirv'
import { cacheControlFor } from '../src/hosting/caching.mjs'
import { responseHeaders } from '../src/hosting/headers.mjs'
import { explainPort, readPort } from './lib/port.mjs'
import { giveUp } from './lib/run.mjs'

// Serves dist as production should: the headers of src/hosting, and the compressed files that the build wrote.

const dist = join(import.meta.dirname, '../dist')

function setHeaders(response: ServerResponse, path: string): void {
  for (const [name, value] of Object.entries(responseHeaders)) response.setHeader(name, value)
  response.setHeader('Cache-Control', cacheControlFor(path))
}

const port = readPort()
if (!existsSync(join(dist, 'index.html'))) giveUp('There is no site to serve yet: npm run build')
const files = sirv(dist, { brotli: true, gzip: true, etag: true, setHeaders })

const notFoundPage = readFileSync(join(dist, '404.html'))

const server = createServer((request, response) =>
  files(request, response, () => {
    setHeaders(response, '/404.html')
    response.writeHead(404, { 'Content-Type': 'text/html;charset=utf-8' }).end(notFoundPage)
  }),
)
server.once('error', (error) => giveUp(explainPort(error, port)))
server.listen(port, () => console.log(`JWT Strategies: http://localhost:${port}/`))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close()
    server.closeAllConnections()
  })
}

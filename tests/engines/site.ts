import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { freePort } from '../kit/ports.ts'

export interface Site {
  /** Ends in a slash. */
  readonly url: string
  close(): Promise<void>
}

/** The built site, as `npm start` serves it. */
export async function serveSite(): Promise<Site> {
  const port = await freePort()
  const script = join(import.meta.dirname, '../../scripts/serve.ts')
  const server = spawn(process.execPath, [script], { env: { ...process.env, PORT: `${port}` } })
  const end = () => server.kill()
  process.once('exit', end)
  await once(server.stdout, 'data')
  return {
    url: `http://localhost:${port}/`,
    async close() {
      process.off('exit', end)
      server.kill()
      await once(server, 'exit')
    },
  }
}

/** The same behind a server that adds a script to each page, for a browser that does not tell what its console shows. */
export async function watchFaults(site: Site): Promise<Site> {
  const server = createServer(async ({ url = '/', headers }, response) => {
    if (url === '/faults.js') {
      response.setHeader('content-type', 'text/javascript').end(`(${collectFaults})()`)
      return
    }
    const asked = Object.entries(headers).filter(
      ([name]) => !/^(host|connection|accept-encoding)$/.test(name),
    )
    const answer = await fetch(new URL(url, site.url), {
      headers: Object.fromEntries(asked) as Record<string, string>,
      redirect: 'manual',
    })
    const body = Buffer.from(await answer.arrayBuffer())
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') && !url.startsWith('/runtime/')
    response.setHeaders(answer.headers).removeHeader('content-length')
    response.writeHead(answer.status).end(isPage ? withScript(body.toString()) : body)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      server.close()
      await site.close()
    },
  }
}

/** Behind the page's policy, which admits scripts of the site's own. */
const withScript = (html: string) =>
  html.replace(/(<meta http-equiv="content-security-policy"[^>]*>)/, '$1<script src="/faults.js"></script>')

/** In the page. */
function collectFaults(): void {
  const faults: string[] = []
  Object.assign(window, { faults })
  const print = console.error
  console.error = (...values) => {
    faults.push(values.join(' '))
    print(...values)
  }
  addEventListener(
    'error',
    (event) => {
      const { target, message } = event
      faults.push(target instanceof HTMLElement ? `did not load: ${target.outerHTML}` : message)
    },
    true,
  )
  addEventListener('unhandledrejection', ({ reason }) => faults.push(String(reason)))
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    faults.push(`${violatedDirective} ${blockedURI}`),
  )
}

import { createServer } from 'node:http'
import { type Host, hostOfServer } from '../kit/hosts/hosts.ts'

/** A host behind a server that adds a script to each page, for a browser that does not tell what its console shows. */
export async function watchFaults(site: Host): Promise<Host> {
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
  const { url, close } = await hostOfServer(server)
  return {
    url,
    async close() {
      await close()
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

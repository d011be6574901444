import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Route } from '@playwright/test'

/** Answers the address of a preview, `https://<container>--<port>.…`, from where that port really is. */
export async function showPreview(
  route: Route,
  realPort: (container: string, port: number) => number | undefined,
  isolation: Readonly<Record<string, string>>,
): Promise<void> {
  const { hostname, pathname, search } = new URL(route.request().url())
  const [container = '', port = ''] = (hostname.split('.')[0] ?? '').split('--')
  const real = realPort(container, Number(port))
  const answer = real && (await ask(real, hostname, route.request().method(), pathname + search))
  if (!answer) return route.fulfill({ status: 502, body: 'Nobody answers there', headers: isolation })
  // What a preview is served with in place of what the server says: it has to fit into an isolated page.
  await route.fulfill({ ...answer, headers: { ...answer.headers, ...isolation } })
}

/** Undefined when nobody listens there, or the server dies before it has answered. */
async function ask(port: number, host: string, method: string, path: string) {
  try {
    const asked = request({ port, host: '127.0.0.1', method, path, headers: { host } }).end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
    return {
      status: response.statusCode ?? 502,
      headers: Object.fromEntries(headers) as Record<string, string>,
      body: await buffer(response),
    }
  } catch {
    return undefined
  }
}

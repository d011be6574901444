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
  if (real === undefined)
    return route.fulfill({ status: 502, body: 'Nobody listens there', headers: isolation })
  const response = await ask(real, hostname, route.request().method(), pathname + search)
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
  await route.fulfill({
    status: response.statusCode ?? 502,
    // What a preview is served with in place of what the server says: it has to fit into an isolated page.
    headers: { ...Object.fromEntries(headers), ...isolation },
    body: await buffer(response),
  })
}

function ask(port: number, host: string, method: string, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) =>
    request({ port, host: '127.0.0.1', method, path, headers: { host } }, resolve).on('error', reject).end(),
  )
}

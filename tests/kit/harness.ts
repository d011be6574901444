import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { build } from 'esbuild'
import { responseHeaders } from '../../src/hosting/headers.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

const compress = promisify(brotliCompress)

/** The strictest policy a page can have that still shows a frame of its own, and a WebContainer. */
const strictPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self' https://stackblitz.com",
  "frame-src 'self' https://stackblitz.com",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** What names change with their content may be served with. */
const forEver = { 'cache-control': 'public, max-age=31536000, immutable' }

/** What a host sends, but for the policy, which is stricter here. */
const { 'Content-Security-Policy': _, ...isolation } = responseHeaders

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}

/** A page with nothing but the in-page runtime, as `runtime` of its window, and a way to a container. */
export interface Harness {
  readonly url: string
  close(): Promise<void>
}

/** @param quality of the compression: 11 is what a host serves, 1 does for tests */
export async function startHarness({
  isolated,
  quality = 1,
}: {
  isolated: boolean
  quality?: number
}): Promise<Harness> {
  const script = await pageScript()
  const bodies = new Map<string, Promise<Buffer>>()
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality }
  const load = async (path: string): Promise<Buffer> => compress(await content(path, script), { params })
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://harness').pathname
    try {
      const type = types[/\.\w+$/.exec(path)?.[0] ?? '.html'] ?? 'application/octet-stream'
      // The runtime's frame brings a policy of its own; the server's would only narrow it further.
      const policy = path.startsWith('/runtime/') ? forEver : { 'content-security-policy': strictPolicy }
      const loading = bodies.get(path) ?? load(path)
      bodies.set(path, loading)
      const body = await loading
      const headers = {
        'content-type': type,
        'content-encoding': 'br',
        ...policy,
        ...(isolated && isolation),
      }
      response.writeHead(200, headers).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://localhost:${portOf(server)}/`, close: async () => void server.close() }
}

async function content(path: string, script: string): Promise<string | Buffer> {
  if (path === '/')
    return '<!doctype html><title>Harness</title><body><script type="module" src="/page.js"></script>'
  if (path === '/page.js') return script
  return readFile(`${root}public${path}`)
}

async function pageScript(): Promise<string> {
  const manifest = await readFile(`${root}.cache/runtime-manifest.json`, 'utf8').catch(() => {
    throw new Error('Build the runtime first: npm run build:runtime')
  })
  const contents = `
    import { InPageRuntime } from './src/sandbox/worker/in-page-runtime.ts'
    import { joinContainer } from './src/sandbox/webcontainer/of-the-page.ts'
    const manifest = ${manifest}
    const container = { snapshotUrl: '/runtime/' + manifest.container, bootLimitMs: 20_000 }
    window.joinContainer = (example, apiKey = '') => joinContainer(example, { ...container, apiKey })
    window.runtime = new InPageRuntime({ baseUrl: '/runtime/', manifest })`
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: 'esm',
    write: false,
    minify: true,
  })
  return outputFiles[0]?.text ?? ''
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The harness has no port')
  return address.port
}

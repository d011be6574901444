import './types.ts'
import { pathToFileURL } from 'node:url'
import { serve } from '@hono/node-server'
import { type App, findApp } from '../../program/app.ts'
import { type RunRecord, toLine } from '../records.ts'
import { firstPosition, plainError, readableStack } from './errors.ts'

// The first code of a program in the container. Usage: node run.mjs <entry> <port>[:<port it is known by>] ...
// It runs the entry and then serves what that exports as default, on every port given.

const pulseMs = 250
const [entry = '', ...ports] = process.argv.slice(2)

const tell = (record: RunRecord) => process.stdout.write(toLine(record))

// Output has one stream for both, so what goes to the second says so.
process.stderr.write = (chunk: string | Uint8Array) => {
  const text = typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)
  for (const line of text.replace(/\n$/, '').split('\n')) printError(line)
  return true
}

function printError(text: string): void {
  const at = firstPosition(text)
  tell({ type: 'stderr', text, ...(at && { at }) })
}

// What nobody catches is printed where the reader looks, and the program goes on, as it does in the page.
process.on('uncaughtException', (error) => process.stderr.write(readableStack(error)))
process.on('unhandledRejection', (error) =>
  process.stderr.write(`Unhandled rejection: ${readableStack(error)}`),
)

function listen(app: App, pair: string): Promise<void> {
  const [port = '', knownPort = port] = pair.split(':')
  const fetch = (request: Request) => answer(app, request, knownPort)
  return new Promise((resolve, reject) => {
    serve({ fetch, port: Number(port) }, () => resolve()).once('error', reject)
  })
}

async function answer(app: App, request: Request, knownPort: string): Promise<Response> {
  const { pathname, search, hostname } = new URL(request.url)
  // A preview has a name of its own; the services know themselves by their port on localhost.
  const url = `http://localhost:${knownPort}${pathname}${search}`
  const response = await app.fetch(new Request(url, request))
  return hostname === 'localhost' ? response : framed(response)
}

/** A preview stands in the frame of another site, which the services rightly forbid. */
function framed(response: Response): Response {
  const headers = new Headers(response.headers)
  for (const name of framingHeaders) headers.delete(name)
  return new Response(response.body, { status: response.status, headers })
}
const framingHeaders = ['x-frame-options', 'cross-origin-resource-policy', 'content-security-policy']

tell({ type: 'started' })
setInterval(() => tell({ type: 'pulse' }), pulseMs).unref()
try {
  const exported = await import(pathToFileURL(entry).href)
  const app = findApp(exported.default)
  if (app) await Promise.all(ports.map((pair) => listen(app, pair)))
  tell({ type: 'finished', hasApp: app !== undefined, tokens: exported.tokens ?? {} })
} catch (error) {
  tell({ type: 'failed', error: plainError(error) })
  process.exit(1)
}

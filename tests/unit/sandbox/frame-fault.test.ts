import { afterEach, expect, test, vi } from 'vitest'
import { frameFault } from '../../../src/sandbox/frame-fault.ts'

afterEach(() => vi.unstubAllGlobals())

const embedder = ['Cross-Origin-Embedder-Policy', 'require-corp']
const resource = ['Cross-Origin-Resource-Policy', 'cross-origin']

const told = (answer: () => Promise<Response>, crossOriginIsolated = true): Promise<string> => {
  vi.stubGlobal('crossOriginIsolated', crossOriginIsolated)
  vi.stubGlobal('fetch', answer)
  return frameFault('/runtime/frame.html')
}
const answered = (status: number, ...headers: string[][]) => {
  const init = { status, headers: headers as [string, string][] }
  return async () => new Response(null, init)
}

test('a server that is not reached is a matter of the connection', async () => {
  expect(await told(() => Promise.reject(new TypeError('offline')))).toMatch('connection')
})

test('a server that refuses is named with its status', async () => {
  expect(await told(answered(503))).toMatch('answered 503')
})

test('a server that left out a header is told which, and no extension is blamed', async () => {
  const text = await told(answered(200, embedder))
  expect(text).toMatch('without Cross-Origin-Resource-Policy: cross-origin,')
  expect(text).not.toMatch('extension')
  expect(await told(answered(200, resource))).toMatch('without Cross-Origin-Embedder-Policy: require-corp,')
})

test('a page that is not isolated needs no headers', async () => {
  expect(await told(answered(200), false)).toMatch('extension')
})

test('only where the server did everything right an extension is thought of', async () => {
  expect(await told(answered(200, embedder, resource))).toMatch('extension')
})

import { type OpenServer, startOpenServer } from '../kit/open-server.ts'
import { test as base, expect } from './runtime-page.ts'

const test = base.extend<{ open: OpenServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
  open: async ({}, use) => {
    const server = await startOpenServer()
    await use(server)
    await server.close()
  },
})

type Attempt = readonly [what: string, program: (openUrl: string) => string]

/** What any other worker may do. The address is of a server that lets everybody in. */
const freedoms: readonly Attempt[] = [
  ['fetch', (url) => `await fetch('${url}')`],
  ['fetch that needs no permission', (url) => `await fetch('${url}', { mode: 'no-cors' })`],
  ['XMLHttpRequest', (url) => `const x = new XMLHttpRequest(); x.open('GET', '${url}', false); x.send()`],
  ['WebSocket', (url) => opened(`new WebSocket('${url.replace('http', 'ws')}')`)],
  ['EventSource', (url) => opened(`new EventSource('${url}events')`)],
  ['import of an address', (url) => `await import('${url}module.js')`],
  ['a worker of its own', (url) => innerWorker(`await fetch('${url}')`)],
  [
    'indexedDB',
    () =>
      "await new Promise((yes, no) => { const r = indexedDB.open('a'); r.onsuccess = yes; r.onerror = no })",
  ],
  ['caches', () => "await caches.open('a')"],
  ['eval', () => "eval('1 + 1')"],
  ['new Function', () => "new Function('return 1')()"],
]

/** What no worker has that is a module. */
const absent: readonly Attempt[] = [
  ['localStorage', () => 'localStorage.setItem("a", "b")'],
  ['parent', () => 'parent.document.title'],
  ['top', () => 'top.location.href'],
  ['document', () => 'document.body'],
  ['importScripts', (url) => `importScripts('${url}module.js')`],
]

const opened = (source: string) =>
  `await new Promise((yes, no) => { const s = ${source}; s.onopen = yes; s.onerror = no })`

const innerWorker = (program: string) => `
  const inner = ${JSON.stringify(`${program}; postMessage('reached')`)}
  await new Promise((yes, no) => {
    const worker = new Worker('data:text/javascript,' + encodeURIComponent(inner), { type: 'module' })
    worker.onmessage = yes
    worker.onerror = no
  })`

const told = (program: string) =>
  `try { ${program}; console.log('reached') } catch { console.log('refused') }`

test.describe('a program reaches neither the network, nor storage, nor the page', () => {
  for (const [what, program] of [...freedoms, ...absent])
    test(what, async ({ sandbox, open }) => {
      const text = told(program(open.url))
      const run = await sandbox.run({ 'src/demo.ts': { text, stripped: text } })
      expect(run.lines).toEqual(['refused'])
      expect(open.asked).toEqual([])
      expect(await sandbox.nextRunWorks()).toBe(true)
    })

  test('it has an origin of its own, which nobody else has', async ({ sandbox }) => {
    const text = 'console.log(self.origin)'
    expect((await sandbox.run({ 'src/demo.ts': { text, stripped: text } })).lines).toEqual(['null'])
  })
})

test('where nothing holds it back, each of these gets through', async ({ page, open }) => {
  await page.goto(open.url)
  for (const [what, program] of freedoms)
    expect.soft(await page.evaluate(runInWorker, told(program(open.url))), what).toBe('reached')
})

/** Inside a page without a policy: what the program prints first. */
function runInWorker(text: string): Promise<unknown> {
  const source = `console.log = (line) => postMessage(line); ${text}`
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  const worker = new Worker(url, { type: 'module' })
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data)
    worker.onerror = () => reject(new Error('The worker did not start'))
  })
}

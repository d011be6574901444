import assert from 'node:assert/strict'
import type { Check } from '../check.ts'
import { runsInstead, seesOutput } from '../sandbox.ts'

/** What a program tries, by what it would reach. */
const attempts: Readonly<Record<string, (url: string) => string>> = {
  network: (url) => `await fetch("${url}")`,
  'network without permission': (url) => `await fetch("${url}", { mode: "no-cors" })`,
  'a socket': (url) =>
    `await new Promise((yes, no) => { const s = new WebSocket("${url.replace('http', 'ws')}"); s.onopen = yes; s.onerror = no })`,
  'a module from elsewhere': (url) => `await import("${url}module.js")`,
  caches: () => 'await caches.open("a")',
  indexedDB: () =>
    'await new Promise((yes, no) => { const r = indexedDB.open("a"); r.onsuccess = yes; r.onerror = no })',
  localStorage: () => 'localStorage.setItem("a", "b")',
  'the page': () => 'parent.document.title',
  'another worker': () => 'new Worker("data:text/javascript,")',
  'messages of its own': () => 'self.postMessage({ type: "finished", hasApp: false })',
}

export const isolationChecks: readonly Check[] = [
  {
    name: 'a program reaches neither the network, nor storage, nor the page',
    async run(user, { open }) {
      const lines = Object.entries(attempts).map(
        ([what, attempt]) =>
          `try { ${attempt(open.url)}; console.log(${JSON.stringify(`reached: ${what}`)}) } catch { console.log(${JSON.stringify(`refused: ${what}`)}) }`,
      )
      await runsInstead(user, lines.join('; '))
      for (const what of Object.keys(attempts)) await seesOutput(user, `refused: ${what}`)
      assert.deepEqual(open.asked, [])
    },
  },
]

import { isWholeProduct } from '../../kit/tier.ts'
import type { Check } from '../check.ts'
import { nextRunWorks, runsInstead, status } from '../sandbox.ts'

// Programs that keep what they ask for, and ask without an end. Each is one line, as somebody types it.

/** What is asked for. Each is some hundred kilobytes at least: less of it would fill the stack before the memory. */
const kinds: Readonly<Record<string, string>> = {
  arrays: 'new Array(1e6).fill(Math.random())',
  closures: 'Array.from({ length: 1e5 }, (_, i) => () => i)',
  text: '[..."x".repeat(1e6)].join(Math.random())',
  'typed arrays': 'new Uint8Array(1e7).fill(1)',
  'WebAssembly.Memory': 'new WebAssembly.Memory({ initial: 256 })',
  objects: '[...Array(1e5).keys()].map((i) => ({ i, at: [i] }))',
  maps: 'new Map([...Array(1e5).keys()].map((i) => [i, {}]))',
  copies: 'structuredClone(Array(1e5).fill({ a: 1 }))',
  'parsed JSON': 'JSON.parse("[" + "[1],".repeat(1e5) + "0]")',
  buffers: 'Buffer.alloc(1e7, "x")',
}

/** How it is asked for again. */
const forms: Readonly<Record<string, (value: string) => string>> = {
  'in a loop': (value) => `for (;;) all.push(${value})`,
  'in a recursion': (value) => `const again = () => { all.push(${value}); again() }; again()`,
  'in a chain of promises': (value) =>
    `const again = async () => { all.push(${value}); await null; return again() }; await again()`,
  'in a callback': (value) => `"x".repeat(1e7).replace(/x/g, () => all.push(${value}))`,
  'from timers': (value) => `for (;;) { all.push(${value}); await new Promise((done) => setTimeout(done)) }`,
}

/** Every kind in every form; or each form once, with a kind of its own. */
const programs = Object.entries(forms).flatMap(([form, again], row) =>
  Object.entries(kinds)
    .filter((_, column) => isWholeProduct || column === row)
    .map(([kind, value]) => ({ name: `${kind} ${form}`, program: `const all = []; ${again(value)}` })),
)

export const memoryChecks: readonly Check[] = programs.map(({ name, program }) => ({
  name: `memory without an end is refused: ${name}`,
  async run(user) {
    await runsInstead(user, program)
    await user.sees('so it was ended', status)
    await nextRunWorks(user)
  },
}))

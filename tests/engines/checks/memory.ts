import type { Check } from '../check.ts'
import { pageOf, status, writes } from '../sandbox.ts'
import { nextRunWorks } from './runs.ts'

/** Programs that keep what they ask for, and ask without an end. Each is a line, as somebody types it. */
const programs: Readonly<Record<string, string>> = {
  'arrays in a loop': 'const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))',
  'typed arrays in a recursion':
    'const all = []; const again = () => { all.push(new Uint8Array(1e7).fill(1)); again() }; again()',
  'text that doubles': 'let text = "x"; const all = []; for (;;) { text += text + "!"; all.push([...text]) }',
  'objects in a chain of promises':
    'const all = []; const again = async () => { for (let i = 0; i < 1e4; i++) all.push({ i, at: [i] }); await null; return again() }; await again()',
  'closures from timers':
    'const all = []; for (;;) { for (let i = 0; i < 1e5; i++) all.push(() => i); await new Promise((done) => setTimeout(done)) }',
  'WebAssembly.Memory': 'const all = []; for (;;) all.push(new WebAssembly.Memory({ initial: 256 }))',
}

const wholeList = process.env.TEST_ALL === '1'
const chosen = Object.entries(programs).filter((_, i) => wholeList || i % 2 === 0)

export const memoryChecks: readonly Check[] = chosen.map(([name, program]) => ({
  name: `memory without an end is refused: ${name}`,
  async run(user) {
    await user.visit(pageOf('stateless'))
    await writes(user, program)
    await user.clicks('button', 'Run', '.sandbox')
    await user.sees('so it was ended', status)
    await nextRunWorks(user)
  },
}))

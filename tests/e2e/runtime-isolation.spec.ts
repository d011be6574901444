import { expect, test } from './runtime-page.ts'

test.describe('a program that misbehaves is ended, the page stays live, and the next Run works', () => {
  test('an endless loop', async ({ sandbox }) => {
    const run = await sandbox.runText("console.log('before')\nfor (;;) {}")
    expect(run).toMatchObject({
      ok: false,
      code: 'unresponsive',
      state: 'stopped: unresponsive',
      lines: ['before'],
    })
    expect(await sandbox.nextRunWorks()).toBe(true)
  })

  test('a loop that starts after the program has finished', async ({ sandbox }) => {
    await sandbox.runText('export default { fetch: () => { for (;;) {} } }')
    const hung = sandbox.send('GET', 'http://localhost:3001/').catch((error) => String(error))
    expect(await hung).toContain('did not answer')
    expect(await sandbox.nextRunWorks()).toBe(true)
  })

  test('memory without end', async ({ sandbox }) => {
    const run = await sandbox.runText('const all = []\nfor (;;) all.push(new Array(1e6).fill(Math.random()))')
    expect(run.ok).toBe(false)
    expect(['unresponsive', 'out_of_memory', 'uncaught_error']).toContain(run.code)
    expect(await sandbox.nextRunWorks()).toBe(true)
  })

  test('100,000 lines', async ({ sandbox }) => {
    const run = await sandbox.runText('for (let i = 0; i < 100_000; i++) console.log(i)')
    expect(run).toMatchObject({ ok: false, code: 'output_flood', state: 'stopped: flooded' })
    expect(run.lines.length).toBe(5_000)
    expect(await sandbox.nextRunWorks()).toBe(true)
  })

  test('Stop ends a loop at once, and says so', async ({ sandbox }) => {
    const running = sandbox.runText("console.log('on')\nfor (;;) {}")
    await sandbox.printed('on')
    await sandbox.page.evaluate(() => window.runtime.stop())
    expect(await running).toMatchObject({ ok: false, code: 'stopped', state: 'stopped: by-reader' })
    expect(await sandbox.nextRunWorks()).toBe(true)
  })
})

test.describe('errors say where', () => {
  test('thrown at top level', async ({ sandbox }) => {
    const run = await sandbox.runText('type Name = string\nconst name: Name = "x"\n  throw new Error(name)')
    expect(run).toMatchObject({ ok: false, code: 'uncaught_error', at: 'src/demo.ts:3:9' })
    expect(run.message).toContain('Error: x')
  })

  test('thrown in another file, below a function', async ({ sandbox }) => {
    const run = await sandbox.run({
      'src/demo.ts': { text: "import { fail } from './fail.ts'\nfail()" },
      'src/fail.ts': { text: 'export function fail(): never {\n  throw new TypeError("no")\n}' },
    })
    expect(run).toMatchObject({ code: 'uncaught_error', at: 'src/fail.ts:2:9' })
  })

  test('a rejection that nobody catches', async ({ sandbox }) => {
    const text = `void Promise.reject(new Error("later"))
      await new Promise((heard) => addEventListener('unhandledrejection', heard))`
    const run = await sandbox.run({ 'src/demo.ts': { text, stripped: text } })
    expect(run.lines.join('\n')).toContain('Unhandled rejection: Error: later')
    expect(run.lines.join('\n')).toContain('src/demo.ts:1:21')
  })

  test('a syntax error in edited TypeScript', async ({ sandbox }) => {
    const run = await sandbox.runText('const a: number = 1\nconst b = = 2')
    expect(run).toMatchObject({ ok: false, code: 'syntax_error', at: 'src/demo.ts:2:11' })
  })

  test('TypeScript that Node would refuse as well', async ({ sandbox }) => {
    const run = await sandbox.runText('enum Color { Red }\nconsole.log(Color.Red)')
    expect(run).toMatchObject({ ok: false, code: 'syntax_error' })
  })

  test('a package that is not there', async ({ sandbox }) => {
    const run = await sandbox.runText("import 'hono'\nimport express from 'express'\nexpress()")
    expect(run).toMatchObject({ ok: false, code: 'unknown_package', at: 'src/demo.ts:2:22' })
    expect(run.message).toContain("'express'")
    expect(run.message).toContain('hono')
  })

  test('a name that is not exported', async ({ sandbox }) => {
    const run = await sandbox.runText("import {\n  Hono,\n  Horse,\n} from 'hono'\nnew Horse(Hono)")
    expect(run).toMatchObject({ ok: false, code: 'syntax_error', at: 'src/demo.ts:4:9' })
    expect(run.message).toContain("'Horse'")
  })

  test('an error behind imports of every form keeps its line', async ({ sandbox }) => {
    const run = await sandbox.run({
      'src/demo.ts': {
        text: "import * as all from './a.ts'\nimport first, {\n  second as other,\n} from './a.ts'\nimport './a.ts'\n;(() => { throw new Error([all.second, first, other].join()) })()",
      },
      'src/a.ts': {
        text: "export default 1\nexport const second = 2\nexport { second as third } from './b.ts'",
      },
      'src/b.ts': { text: 'export const second = 3' },
    })
    expect(run).toMatchObject({ code: 'uncaught_error', at: 'src/demo.ts:6:17' })
    expect(run.message).toContain('Error: 2,1,2')
  })

  test('a package that is imported only when called for', async ({ sandbox }) => {
    const run = await sandbox.runText(
      "try { await import('express') } catch (error) { console.log(error.code) }",
    )
    expect(run).toMatchObject({ ok: true, lines: ['unknown_package'] })
  })

  test('a file that is not there, and files in a circle', async ({ sandbox }) => {
    const missing = await sandbox.runText("import './none.ts'")
    expect(missing).toMatchObject({ code: 'entry_not_found' })
    const circle = await sandbox.run({
      'src/demo.ts': { text: "import './a.ts'" },
      'src/a.ts': { text: "import './demo.ts'" },
    })
    expect(circle).toMatchObject({ code: 'circular_import' })
    expect(circle.message).toContain('src/demo.ts → src/a.ts → src/demo.ts')
  })
})

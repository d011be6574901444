import { exampleNames, readExample } from '../../src/sandbox/example-files.ts'
import { expectedStory, readStory } from '../kit/story.ts'
import { isWholeProduct } from '../kit/tier.ts'
import { expect, putContainer, test } from './container-page.ts'
import type { RuntimePage } from './runtime-page.ts'

// One suite for both runtimes: the same programs, the same answers. A container has been seen with Node 20; with
// everything there is, the newer ones are held to the same.

interface Place {
  readonly name: string
  readonly node?: 20 | 22 | 24
}

const newerNodes = isWholeProduct ? ([22, 24] as const) : []

const places: readonly Place[] = [
  { name: 'In-page' },
  { name: 'WebContainer with Node 20', node: 20 },
  ...newerNodes.map((node) => ({ name: `WebContainer with Node ${node}`, node })),
]

const endings: [what: string, text: string, expected: Record<string, unknown>][] = [
  [
    'thrown at top level',
    'type A = string\nconst a: A = "x"\n  throw new Error(a)',
    { ok: false, code: 'uncaught_error', at: 'src/demo.ts:3:9', exitCode: 1, state: 'failed' },
  ],
  [
    'a syntax error',
    'const a: number = 1\nconst b = = 2',
    { ok: false, code: 'syntax_error', at: 'src/demo.ts:2:11', exitCode: 1, state: 'failed' },
  ],
  [
    'TypeScript that needs a compiler',
    'enum Color { Red }',
    { ok: false, code: 'syntax_error', exitCode: 1 },
  ],
  [
    'a package that is not there',
    "import 'hono'\nimport express from 'express'\nexpress()",
    { ok: false, code: 'unknown_package', at: 'src/demo.ts:2:22', exitCode: 1 },
  ],
  ['a file that is not there', "import './none.ts'", { ok: false, code: 'entry_not_found', exitCode: 1 }],
  [
    'a name that is not exported',
    "import { Horse } from 'hono'\nnew Horse()",
    { code: 'syntax_error', exitCode: 1 },
  ],
  [
    'process.exit with a code',
    "console.log('out')\nprocess.exit(3)",
    { ok: false, code: 'exited', exitCode: 3, lines: ['out'], state: 'stopped: exited 3' },
  ],
  ['process.exit without one', 'process.exit()', { ok: true, exitCode: 0, state: 'stopped: finished' }],
  ['an exit code that was set', 'process.exitCode = 4', { ok: false, code: 'exited', exitCode: 4 }],
  ['a loop without an end', 'for (;;) {}', { ok: false, code: 'unresponsive', exitCode: 143 }],
  [
    'a flood of output',
    'for (let i = 0; i < 20_000; i++) console.log(i)',
    { ok: false, code: 'output_flood', exitCode: 143, state: 'stopped: flooded' },
  ],
]

for (const { name: place, node } of places) {
  test.describe(place, () => {
    if (node) test.use({ node })

    const open = async (page: RuntimePage, example: (typeof exampleNames)[number] = 'redis') => {
      if (node) await putContainer(page.page, example)
    }
    // Where there is a container, the double has to be there first.
    if (node) test.beforeEach(({ double }) => void double)

    for (const example of exampleNames) {
      test(`${example} tells its story, and its services answer`, async ({ sandbox }) => {
        await open(sandbox, example)
        const run = await sandbox.run(await readExample(example))
        expect(readStory(run.lines.join('\n'))).toEqual(expectedStory(example))
        expect([run.ok, run.state, run.exitCode]).toEqual([true, 'serving', undefined])
        expect(Object.keys(await sandbox.tokens())).toEqual(['laptop', 'phone'])
        const me = async (headers = {}) =>
          (await sandbox.send('GET', 'http://localhost:3001/me', headers)).status
        expect([await me(), await me(await sandbox.logIn())]).toEqual([401, 200])
      })
    }

    test('an edited file runs', async ({ sandbox }) => {
      await open(sandbox)
      const run = await sandbox.runText('const greeting: string = "edited"\nconsole.log(greeting)')
      expect(run).toMatchObject({ ok: true, lines: ['edited'], exitCode: 0, state: 'stopped: finished' })
    })

    // One after the other in one page: each leaves the runtime fit for the next.
    test('programs end alike: errors of every kind, exit codes, floods, loops', async ({ sandbox }) => {
      test.slow()
      await open(sandbox)
      for (const [what, text, expected] of endings)
        expect.soft(await sandbox.runText(text), what).toMatchObject(expected)
      expect(await sandbox.nextRunWorks()).toBe(true)
    })

    test('what goes to standard error is told apart, and in its place', async ({ sandbox }) => {
      await open(sandbox)
      const streams = await sandbox.streams("console.log('a')\nconsole.error('b')\nconsole.log('c')")
      expect(streams).toEqual(['stdout a', 'stderr b', 'stdout c'])
    })

    test('Stop ends a busy program', async ({ sandbox }) => {
      await open(sandbox)
      const running = sandbox.runText("console.log('on')\nfor (;;) {}")
      await sandbox.printed('on')
      await sandbox.page.evaluate(() => window.runtime.stop())
      expect(await running).toMatchObject({
        ok: false,
        code: 'stopped',
        exitCode: 143,
        state: 'stopped: by-reader',
      })
      expect(await sandbox.nextRunWorks()).toBe(true)
    })

    test('without a program nothing answers, and that is said', async ({ sandbox }) => {
      await open(sandbox)
      const answer = sandbox.send('GET', 'http://localhost:3001/').catch((error) => String(error))
      expect(await answer).toContain('Press Run')
    })
  })
}

import assert from 'node:assert/strict'
import type { Check } from '../check.ts'
import {
  editorHasFocus,
  nextRunWorks,
  output,
  pageOf,
  pressesRun,
  runs,
  runsInstead,
  seesOutput,
  status,
  story,
  types,
} from '../sandbox.ts'

const strategies = ['stateless', 'redis', 'hybrid'] as const

/** What Run does, and what it does with programs that misbehave. */
export const runChecks: readonly Check[] = [
  {
    name: 'the home page runs something at once',
    async run(user) {
      await user.visit('/')
      await runs(user)
      assert.deepEqual(...(await story(user, 'redis')))
    },
  },
  ...strategies.map(
    (strategy): Check => ({
      name: `${strategy}: Run tells the story, and so does a second Run`,
      async run(user) {
        await user.visit(pageOf(strategy))
        await runs(user)
        assert.deepEqual(...(await story(user, strategy)))
        await pressesRun(user)
        await user.sees('running', status)
        await user.sees('In-page: done', status)
        assert.deepEqual(...(await story(user, strategy)))
      },
    }),
  ),
  {
    name: 'an edit with types runs',
    async run(user) {
      await user.visit(pageOf('stateless'))
      // Else the host of WebContainers is asked for, which is not there: the console would say so.
      await user.picks('Runtime', 'In-page', '.sandbox')
      await types(user, 'const answer: number = 41; console.log("answer", answer + 1)')
      await pressesRun(user)
      await seesOutput(user, 'answer 42')
      assert.deepEqual(await user.tab.faults(), [])
    },
  },
  {
    name: 'an error has its place, and leads there',
    async run(user) {
      await runsInstead(
        user,
        'import { Hono } from "hono"; const list: string[] = []; throw new Error(Hono.name + list)',
      )
      await seesOutput(user, 'Error: ')
      await user.clicks('button', 'Open src/demo.ts:1:63', '.sandbox')
      await editorHasFocus(user)
    },
  },
  {
    name: 'Stop ends an endless loop, and the next Run works',
    async run(user) {
      await runsInstead(user, 'console.log("on"); for (;;) {}')
      await seesOutput(user, 'on')
      await user.clicks('button', 'Stop', '.sandbox')
      await user.sees('stopped', status)
      await nextRunWorks(user)
    },
  },
  {
    name: 'an endless loop is ended as unresponsive',
    async run(user) {
      await runsInstead(user, 'for (;;) {}')
      await user.sees('the program did not answer', status)
      await nextRunWorks(user)
    },
  },
  {
    name: 'a flood of lines is ended, and the page stays live',
    async run(user) {
      await runsInstead(user, 'for (let i = 0; i < 100_000; i++) console.log(i)')
      await user.sees('the program printed too much', status)
      assert.ok((await output(user)).split('\n').length <= 5_001)
      await nextRunWorks(user)
    },
  },
]

import assert from 'node:assert/strict'
import { expectedStory, readStory } from '../kit/story.ts'
import type { StrategyName } from '../kit/systems.ts'
import type { User } from './user.ts'

export const status = '.sandbox [role=status]'
const log = '.sandbox [role=log]'

export const pageOf = (strategy: StrategyName) => `/strategies/${strategy}/`

export const pressesRun = (user: User): Promise<void> => user.clicks('button', 'Run', '.sandbox')

/** Presses Run and waits for the end of it. */
export async function runs(user: User): Promise<void> {
  await pressesRun(user)
  await user.sees('In-page: done', status)
}

/** The lines of the log, as they stand. */
export const output = (user: User): Promise<string> =>
  user.evaluate(
    (place) => [...document.querySelectorAll(`${place} > div`)].map((line) => line.textContent).join('\n'),
    log,
  )

export const seesOutput = (user: User, text: string): Promise<void> => user.sees(text, log)

/** What the demo told, and what the contract wants it to tell. The last lines come a frame after the end of a run. */
export async function story(user: User, strategy: StrategyName): Promise<[string[], string[]]> {
  const expected = expectedStory(strategy)
  await user.waitFor(
    (place, count) => {
      const lines = [...document.querySelectorAll(`${place} > div`)].map((line) => line.textContent ?? '')
      return lines.filter((line) => /^ *\d+ {2}/.test(line)).length === count
    },
    log,
    expected.length,
  )
  return [readStory(await output(user)), expected]
}

/** The editor lives in a shadow tree. */
export const editorHasFocus = (user: User): Promise<unknown> =>
  user.waitFor(() => document.activeElement?.shadowRoot?.activeElement?.matches('.cm-content'))

/** Opens the demo in the editor and selects all of it. */
async function selectsDemo(user: User): Promise<void> {
  await user.clicks('tab', 'demo.ts', '.sandbox')
  await user.clicks('button', 'Edit', '.sandbox')
  await editorHasFocus(user)
  await user.tab.press('Control', 'a')
}

/** Types a program of one line in place of the demo. */
export async function types(user: User, program: string): Promise<void> {
  await selectsDemo(user)
  await user.tab.type(program)
}

/** Opens a page, puts a program of one line in place of its demo, at once as a phone's keyboard would, and runs it. */
export async function runsInstead(user: User, program: string): Promise<void> {
  await user.visit(pageOf('stateless'))
  await selectsDemo(user)
  await user.evaluate((text) => void document.execCommand('insertText', false, text), program)
  await pressesRun(user)
}

/** The page, its edits and its runtime live: Reset brings the demo back, and it runs. */
export async function nextRunWorks(user: User): Promise<void> {
  await user.sees('edited', '.sandbox')
  await user.clicks('button', 'Reset', '.sandbox')
  await runs(user)
  assert.deepEqual(...(await story(user, 'stateless')))
}

/** Sends the request that the form of the Requests tab shows, and gives what it shows of the answer. */
export async function sends(user: User, route: string, token: string): Promise<string> {
  await user.clicks('tab', 'Requests', '.sandbox')
  await user.picks('Route', route, '.sandbox')
  await user.picks('Token', token, '.sandbox')
  const before = await user.text('.sandbox-answer')
  await user.clicks('button', 'Send', '.sandbox')
  return user.waitFor((old) => {
    const shown = document.querySelector<HTMLElement>('.sandbox-answer')?.innerText ?? ''
    return shown !== old && shown
  }, before)
}

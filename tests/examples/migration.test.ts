import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrationStory } from '../kit/migration-story.ts'
import { readStory } from '../kit/story.ts'
import { type Alone, copyAlone } from './alone.ts'

let alone: Alone
beforeAll(async () => {
  alone = await copyAlone('migration')
  const { exitCode, stdout, stderr } = await alone.run('ci --prefer-offline --no-audit --no-fund')
  expect(exitCode, `${stdout}${stderr}`).toBe(0)
})
afterAll(() => alone.remove())

test('the migration, copied alone to an empty place, passes its tests without a Redis', async () => {
  const { exitCode, stdout, stderr } = await alone.run('test')
  expect(exitCode, `${stdout}${stderr}`).toBe(0)
  expect(stdout).toMatch(/\bpass [1-9]\d*/)
})

test('it has sound types', async () => {
  expect((await alone.run('run types')).exitCode).toBe(0)
})

test('it tells its story', async () => {
  const { stdout } = await alone.run('run demo')
  expect(readStory(stdout)).toEqual(migrationStory)
})

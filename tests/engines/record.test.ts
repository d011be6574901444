import { expect, test } from 'vitest'
import { engines, checks as recorded } from '../../src/data/engines/runs.ts'
import { engineNames } from './browsers/browser.ts'
import { checks } from './checks/index.ts'

test('the record on the pages names every engine, and only checks that there are', () => {
  expect(engines.map(({ name }) => name)).toEqual(engineNames)
  expect(checks.map(({ name }) => name)).toEqual(expect.arrayContaining([...recorded]))
})

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, engineNames, engines } from '../kit/engines.ts'
import { expectedStory, readStory } from '../kit/story.ts'
import { allStrategies, withStore } from '../kit/strategies.ts'
import { isWholeProduct } from '../kit/tier.ts'

const run = promisify(execFile)
const demoOf = (strategy: string) =>
  fileURLToPath(new URL(`../../examples/${strategy}/src/demo.ts`, import.meta.url))

// Over the mock each starter tells it where it stands alone, in tests/examples, and over the server in the page there.
const names = isWholeProduct ? engineNames : (['a real Redis'] as const)
const strategies = isWholeProduct ? allStrategies : withStore

describe.each(names)('the demo, over %s', (name) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await engines[name]()
  })
  afterAll(() => engine.stop())

  test.each(strategies)('%s tells the story that the pages show, and ends', async (strategy) => {
    const env = { ...process.env, REDIS_URL: engine.url ?? '', REDIS_TIMEOUT_MS: '2000' }
    const { stdout, stderr } = await run(process.execPath, [demoOf(strategy)], { env })
    expect(readStory(stdout)).toEqual(expectedStory(strategy))
    expect(stderr).toBe('')
  })
})

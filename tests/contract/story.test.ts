import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, startInPageServer, startMock, startRedisServer } from '../kit/engines.ts'
import { expectedStory, readStory } from '../kit/story.ts'
import { allStrategies } from '../kit/strategies.ts'

const run = promisify(execFile)
const demoOf = (strategy: string) =>
  fileURLToPath(new URL(`../../examples/${strategy}/src/demo.ts`, import.meta.url))

describe.each([startMock, startInPageServer, startRedisServer])('the demo, over %o', (startEngine) => {
  let engine: Engine
  beforeAll(async () => {
    engine = await startEngine()
  })
  afterAll(() => engine.stop())

  test.each(allStrategies)('%s tells the story that the pages show, and ends', async (strategy) => {
    const env = { ...process.env, REDIS_URL: engine.url ?? '', REDIS_TIMEOUT_MS: '2000' }
    const { stdout, stderr } = await run(process.execPath, [demoOf(strategy)], { env })
    expect(readStory(stdout)).toEqual(expectedStory(strategy))
    expect(stderr).toBe('')
  })
})

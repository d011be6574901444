import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { type Engine, startInPageServer, startMock, startRedisServer } from '../kit/engines.ts'
import { migrationStory } from '../kit/migration-story.ts'
import { readStory } from '../kit/story.ts'

const run = promisify(execFile)
const demo = fileURLToPath(new URL('../../examples/migration/src/demo.ts', import.meta.url))

test.each([startMock, startInPageServer])(
  'over %o the demo tells its story, and ends',
  async (startEngine) => {
    const engine = await startEngine()
    onTestFinished(() => engine.stop())
    await tell(engine)
  },
)

test('it leaves no migration behind, so that it can be told again', async () => {
  const engine = await startRedisServer()
  onTestFinished(() => engine.stop())
  await tell(engine)
  await tell(engine)
})

async function tell({ url = '' }: Engine): Promise<void> {
  const env = { ...process.env, REDIS_URL: url, REDIS_TIMEOUT_MS: '2000' }
  const { stdout, stderr } = await run(process.execPath, [demo], { env })
  expect(readStory(stdout)).toEqual(migrationStory)
  expect(stderr).toBe('')
}

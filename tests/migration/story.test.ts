import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { type Engine, engineNames, engines, startRedisServer } from '../kit/engines.ts'
import { migrationStory } from '../kit/migration-story.ts'
import { readStory } from '../kit/story.ts'
import { isWholeProduct } from '../kit/tier.ts'

const run = promisify(execFile)
const demo = fileURLToPath(new URL('../../examples/migration/src/demo.ts', import.meta.url))

// Over the mock it tells it where it stands alone, in tests/examples, and over the server in the page there.
test.each(isWholeProduct ? engineNames : [])('over %s the demo tells its story, and ends', async (name) => {
  const engine = await engines[name]()
  onTestFinished(() => engine.stop())
  await tell(engine)
})

test('over a real Redis the demo tells its story, ends, and leaves no migration behind', async () => {
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

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { containerSnapshot } from '../../scripts/lib/container-snapshot.ts'
import { type ExampleName, exampleNames, runnableNames } from '../../src/sandbox/example-files.ts'
import { migrationStory } from '../kit/migration-story.ts'
import { expectedStory, readStory } from '../kit/story.ts'
import { isWholeProduct } from '../kit/tier.ts'
import { folderOfNode } from '../kit/webcontainer/nodes.ts'
import { unpack } from './snapshot.ts'

// What a WebContainer mounts, with nothing but a Node: one that strips no types, and those that do.

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapshot-'))
  await unpack(JSON.parse(await containerSnapshot(`${join(import.meta.dirname, '../..')}/`)), folder)
})
afterAll(() => rm(folder, { recursive: true }))

const majors = isWholeProduct ? ([20, 22, 24] as const) : ([20, 24] as const)

describe.each(majors)('with Node %i', (major) => {
  /** Runs a command in an example's folder, as the terminal of the container would. */
  async function run(example: string, command: string, ...args: string[]) {
    const child = spawn(command, args, {
      cwd: join(folder, example),
      env: {
        PATH: `${await folderOfNode(major)}:${process.env.PATH}`,
        NODE_OPTIONS: `--import=file://${folder}/.sandbox/types.mjs`,
      },
    })
    const [output, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    return { output, exitCode }
  }

  it.each(told(major))('%s: the demo tells its story and ends', async (example) => {
    const { output, exitCode } = await run(example, 'node', 'src/demo.ts')
    expect([exitCode, readStory(output)]).toEqual([0, expectedStory(example)])
  })

  it('migration: the demo tells its story and ends', async () => {
    const { output, exitCode } = await run('migration', 'node', 'src/demo.ts')
    expect([exitCode, readStory(output)]).toEqual([0, migrationStory])
  })

  // Types are stripped by the container's own code in Node 20 alone. The others run what standalone.test.ts runs.
  it.each(tested(major))('%s: npm test passes', async (example) => {
    const { output, exitCode } = await run(example, 'npm', 'test')
    expect([exitCode, /fail (\d+)/.exec(output)?.[1]]).toEqual([0, '0'])
  })
})

/** The stories that are told there. That of each strategy on the newest Node is told where it stands alone. */
const told = (major: number) => (isWholeProduct || major === 20 ? exampleNames : (['hybrid'] as const))

/** The examples whose own tests run there: the strategy with most in it, and the migration. */
function tested(major: number): readonly ExampleName[] {
  if (isWholeProduct) return runnableNames
  return major === 20 ? ['hybrid', 'migration'] : []
}

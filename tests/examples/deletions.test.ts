import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { type Folder, folders, root } from '../kit/starter-folders.ts'
import { isWholeProduct } from '../kit/tier.ts'
import { deletions } from './deletions.ts'
import { writeFilesBelow } from './files.ts'
import { StarterTypes } from './starter-types.ts'
import { type Files, filesOf, without } from './without.ts'

// What a README says can be deleted is deleted. What is left has sound types and packages, and passes its tests.

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedisServer()
})
afterAll(() => redis.stop())

describe.each(folders)('%s without', (starter) => {
  const here = deletions.filter((deletion) => deletion.starters.includes(starter))
  const all = ['all of that', here] as const
  const each = here.map((deletion) => [deletion.name.toLowerCase(), [deletion]] as const)
  // The other two have the same files, and are changed in the same places.
  const isEachApart = isWholeProduct || starter === 'hybrid' || starter === 'migration'
  let files: Files
  let types: StarterTypes
  beforeAll(async () => {
    files = await filesOf(starter)
    types = new StarterTypes(starter, files)
  })

  test.each(isEachApart ? [...each, all] : [all])(
    '%s has sound types, and no package too many',
    (_, some) => {
      const left = without(files, starter, some)
      expect(types.faultsIn(left)).toEqual([])
      expect(packagesLeftOver(left)).toEqual([])
    },
  )

  // Whoever takes out one thing changes fewer files than whoever takes out all.
  test.each(isWholeProduct ? [...each, all] : [all])('%s passes its tests', (_, some) =>
    expectToPass(starter, without(files, starter, some)),
  )

  test('it, as its README says', () => {
    const readme = files.get('README.md') ?? ''
    for (const { name, files: gone, edits } of here) {
      const row = readme.split('\n').find((line) => line.startsWith(`- **${name}**`)) ?? ''
      const there = gone.filter((path) => [...files.keys()].some((file) => `${file}/`.startsWith(`${path}/`)))
      const edited = edits.filter(({ starters: some = folders }) => some.includes(starter))
      const unnamed = [...there, ...edited.map(({ file }) => file)].filter(
        (file) => !row.includes(`\`${file}\``),
      )
      expect([name, unnamed]).toEqual([name, []])
    }
  })
})

/**
 * From a folder of its own, with the packages of the project in the place of its own. One process for all test files
 * loads the starter once. The migration has one phase for a whole Redis, so each of its test files has a process, with
 * a Redis inside.
 */
async function expectToPass(starter: Folder, files: Files): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), `${starter}-less-`))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFilesBelow(folder, Object.fromEntries(files))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const names = [...files.keys()].filter((path) => /^test\/.*\.test\.ts$/.test(path))
  const { exitCode, output } =
    starter === 'migration'
      ? await run(folder, ['--test', ...names], {})
      : await run(folder, ['--test', '--test-isolation=none', ...names], { REDIS_URL: redis.url })
  expect([exitCode, output]).toEqual([0, expect.stringMatching(/\bpass [1-9]/)])
}

/** Those that package.json has and no file uses any more. */
function packagesLeftOver(files: Files): string[] {
  const { dependencies, devDependencies } = JSON.parse(files.get('package.json') ?? '')
  const tools = ['@types/node', 'concurrently', 'node', 'typescript']
  const packages = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !tools.includes(name),
  )
  const code = [...files].flatMap(([path, content]) => (/^(src|test)\/.*\.ts$/.test(path) ? [content] : []))
  return packages.filter((name) => !new RegExp(`from '${name}['/]`).test(code.join('\n')))
}

async function run(folder: string, args: readonly string[], env: Record<string, string | undefined>) {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH, HOME, ...env } })
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { exitCode, output: stdout + stderr }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type RedisServer, startRedisServer } from '../kit/engines.ts'
import { type Folder, folderOf, folders, packagesIn, root } from '../kit/starter-folders.ts'
import { type Deletion, deletions } from './deletions.ts'

// What a README says can be deleted is deleted, from a copy. What is left has sound types, and passes its tests.

let redis: RedisServer
beforeAll(async () => {
  redis = await startRedisServer()
})
afterAll(() => redis.stop())

describe.each(folders)('%s without', (starter) => {
  const here = deletions.filter((deletion) => deletion.starters.includes(starter))

  test.each(here.map((deletion) => [deletion.name.toLowerCase(), deletion] as const))('%s', (_, deletion) =>
    expectWhole(starter, [deletion]),
  )

  test('all of that', () => expectWhole(starter, here))

  test('it, as its README says', () => {
    const readme = readFileSync(join(folderOf(starter), 'README.md'), 'utf8')
    for (const { name, files, edits } of here) {
      const row = readme.split('\n').find((line) => line.startsWith(`- **${name}**`)) ?? ''
      const there = files.filter((file) => existsSync(join(folderOf(starter), file)))
      const edited = edits.filter(({ starters: some = folders }) => some.includes(starter))
      const unnamed = [...there, ...edited.map(({ file }) => file)].filter(
        (file) => !row.includes(`\`${file}\``),
      )
      expect([name, unnamed]).toEqual([name, []])
    }
  })
})

/** The migration has one phase for a whole Redis, and its test files run at once: each has a Redis of its own inside. */
async function expectWhole(starter: Folder, without: readonly Deletion[]): Promise<void> {
  const folder = await copyOf(starter)
  for (const deletion of without) await take(deletion, starter, folder)
  const names = globSync('test/*.test.ts', { cwd: folder }).sort()
  const [types, tests] = await Promise.all([
    run(folder, [join(root, 'node_modules/typescript/bin/tsc')]),
    run(folder, ['--test', ...names], starter === 'migration' ? {} : { REDIS_URL: redis.url }),
  ])
  expect(types).toEqual({ exitCode: 0, output: '' })
  expect([tests.exitCode, tests.output]).toEqual([0, expect.stringMatching(/\bpass [1-9]/)])
  expect(await packagesLeftOver(folder)).toEqual([])
}

/** With the packages of the project in the place of its own. */
async function copyOf(starter: Folder): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${starter}-less-`))
  onTestFinished(() => rm(folder, { recursive: true }))
  const isOurs = (path: string) =>
    !/[\\/](node_modules|\.env|[\w-]*-keys\.json|(?<!src[\\/])secrets)$/.test(path)
  await cp(folderOf(starter), folder, { recursive: true, filter: isOurs })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

async function take({ files, edits }: Deletion, starter: Folder, folder: string): Promise<void> {
  for (const file of files) await rm(join(folder, file), { recursive: true, force: true })
  for (const { file, starters: some = folders, changes } of edits)
    if (some.includes(starter) && existsSync(join(folder, file))) await edit(join(folder, file), changes)
}

async function edit(path: string, changes: Deletion['edits'][number]['changes']): Promise<void> {
  let content = await readFile(path, 'utf8')
  for (const [from, to] of changes) {
    const changed = content.replace(from, () => to)
    if (changed === content) throw new Error(`${path} does not hold this any more: ${from}`)
    content = changed
  }
  await writeFile(path, content)
}

/** Those that package.json has and no file uses any more. */
async function packagesLeftOver(folder: string): Promise<string[]> {
  const tools = ['@types/node', 'concurrently', 'node', 'typescript']
  const files = globSync('{src,test}/**/*.ts', { cwd: folder })
  const code = (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n')
  const packages = Object.keys(packagesIn(folder)).filter((name) => !tools.includes(name))
  return packages.filter((name) => !new RegExp(`from '${name}['/]`).test(code))
}

async function run(folder: string, args: readonly string[], env: Record<string, string | undefined> = {}) {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH, HOME, ...env } })
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { exitCode, output: stdout + stderr }
}

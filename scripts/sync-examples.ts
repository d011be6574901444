import { globSync } from 'node:fs'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

// npm run sync: copies what starters share into each of them. With --check it lists what differs, and exits with 1.

const examples = join(import.meta.dirname, '../examples')
const starters = { every: ['stateless', 'redis', 'hybrid'], 'with-redis': ['redis', 'hybrid'] }

export interface Copy {
  /** Paths below examples, such as `shared/every/src/errors.ts` and `redis/src/errors.ts`. */
  readonly from: string
  readonly to: string
}

/** Every copy there should be. */
export function copies(): Copy[] {
  return Object.entries(starters).flatMap(([folder, names]) =>
    sharedFiles(folder).flatMap((file) =>
      names.map((name) => ({ from: join('shared', folder, file), to: join(name, file) })),
    ),
  )
}

/** The copies that differ from their original, or are not there. */
export async function stale(): Promise<Copy[]> {
  const all = await Promise.all(copies().map(async (copy) => ({ copy, same: await isSame(copy) })))
  return all.filter(({ same }) => !same).map(({ copy }) => copy)
}

const sharedFiles = (folder: string): string[] =>
  globSync('**/{*,.*}', { cwd: join(examples, 'shared', folder), withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(examples, 'shared', folder).length + 1))

async function isSame({ from, to }: Copy): Promise<boolean> {
  const original = await readFile(join(examples, from))
  const copied = await readFile(join(examples, to)).catch(() => undefined)
  return copied !== undefined && original.equals(copied)
}

async function copy({ from, to }: Copy): Promise<void> {
  await mkdir(dirname(join(examples, to)), { recursive: true })
  await copyFile(join(examples, from), join(examples, to))
}

async function main(): Promise<void> {
  const differing = await stale()
  if (!process.argv.includes('--check')) return void (await Promise.all(differing.map(copy)))
  for (const { from, to } of differing) console.error(`examples/${to} differs from examples/${from}`)
  if (differing.length > 0) {
    console.error('Edit the file in examples/shared, then: npm run sync')
    process.exitCode = 1
  }
}

if (import.meta.main) await main()

import { globSync } from 'node:fs'
import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

// npm run sync: copies what examples share into each of them. With --check it lists what differs, and exits with 1.

const examples = join(import.meta.dirname, '../examples')
const sharing = {
  every: ['stateless', 'redis', 'hybrid', 'migration'],
  'with-redis': ['redis', 'hybrid', 'migration'],
}

/** The migration tells a story of its own, and is deployed by the files of the strategy that it comes from. */
const notInMigration =
  /^(src\/demo\.|src\/make-secrets|src\/secrets\/|src\/sessions\/open|compose\.|redis\/|deploy\/)/

/** The strategies that the migration is made of. They import what lies beside them, so that lies beside them there too. */
const ofStrategies = {
  'stateless/src/strategy.ts': 'migration/src/stateless-strategy.ts',
  'redis/src/strategy.ts': 'migration/src/redis-strategy.ts',
  'hybrid/src/strategy.ts': 'migration/src/hybrid-strategy.ts',
  'hybrid/src/dpop.ts': 'migration/src/dpop.ts',
  'hybrid/src/used-proofs.ts': 'migration/src/used-proofs.ts',
  'hybrid/src/redis/transaction.ts': 'migration/src/redis/transaction.ts',
  'hybrid/src/settings/hybrid.ts': 'migration/src/settings/hybrid.ts',
}

export interface Copy {
  /** Paths below examples, such as `shared/every/src/errors.ts` and `redis/src/errors.ts`. */
  readonly from: string
  readonly to: string
}

/** Every copy there should be. */
export function copies(): Copy[] {
  const shared = Object.entries(sharing).flatMap(([folder, names]) =>
    filesBelow(join('shared', folder)).flatMap((file) =>
      names
        .filter((name) => name !== 'migration' || !notInMigration.test(file))
        .map((name) => ({ from: join('shared', folder, file), to: join(name, file) })),
    ),
  )
  const strategies = Object.entries(ofStrategies).map(([from, to]) => ({ from, to }))
  const revocations = filesBelow('hybrid/src/revocations').map((file) => ({
    from: join('hybrid/src/revocations', file),
    to: join('migration/src/revocations', file),
  }))
  return [...shared, ...strategies, ...revocations]
}

/** The copies that differ from their original, or are not there. */
export async function stale(): Promise<Copy[]> {
  const all = await Promise.all(copies().map(async (copy) => ({ copy, same: await isSame(copy) })))
  return all.filter(({ same }) => !same).map(({ copy }) => copy)
}

const filesBelow = (folder: string): string[] =>
  globSync('**/{*,.*}', { cwd: join(examples, folder), withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(join(examples, folder), join(entry.parentPath, entry.name)))

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
    console.error('Edit the original, then: npm run sync')
    process.exitCode = 1
  }
}

if (import.meta.main) await main()

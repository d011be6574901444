import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import type { Run } from '../../src/data/run.ts'

export const thisRun = (command: string): Run => ({
  date: new Date().toISOString().slice(0, 10),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  command,
  machine: `${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown'}, ${process.platform}`,
  node: process.version,
})

/** Writes results to `src/data/benchmarks/<name>.json`, for the pages, and prints them. */
export async function writeBenchmark(name: string, command: string, results: object): Promise<void> {
  const folder = new URL('../../src/data/benchmarks/', import.meta.url)
  await mkdir(folder, { recursive: true })
  const record = { run: thisRun(command), ...results }
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(record, null, 2)}\n`)
  console.log(JSON.stringify(record, null, 2))
}

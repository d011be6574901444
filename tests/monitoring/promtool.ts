import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** promtool is part of Prometheus. It fails with its reasons on stderr. */
export const promtool = (...args: string[]): string =>
  execFileSync('promtool', args, { encoding: 'utf8', stdio: 'pipe' })

/** What promtool says of queries, each as a rule of its own. */
export function checkQueries(queries: readonly string[]): string {
  const rules = queries.map((expr, i) => ({ record: `query_${i}`, expr }))
  return onFile({ groups: [{ name: 'queries', rules }] }, (file) => promtool('check', 'rules', file))
}

export interface Series {
  readonly series: string
  /** One a minute, as promtool writes them: `0+60x20`. */
  readonly values: string
}

/** Puts series into a Prometheus, and asks it for numbers after ten minutes. Each query has to give its one number. */
export function askQueries(input: readonly Series[], expected: ReadonlyMap<string, number>): string {
  const asked = Array.from(expected, ([expr, value]) => ({
    ...{ expr, eval_time: '10m' },
    exp_samples: [{ labels: '{}', value }],
  }))
  const tests = [{ interval: '1m', input_series: input, promql_expr_test: asked }]
  return onFile({ tests }, (file) => promtool('test', 'rules', file))
}

/** JSON is YAML, too. */
function onFile<T>(content: object, use: (file: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'promtool-'))
  try {
    const file = join(folder, 'file.yaml')
    writeFileSync(file, JSON.stringify(content))
    return use(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

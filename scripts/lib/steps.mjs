import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'

/** @typedef {{ passed: number, failed: number }} Count */

/** Four times what the longest step takes on a slow machine. One that hangs is a failure, and must not keep the others from being told. */
const limitMs = 120 * 60_000

/** A step that is one command, or several side by side: it counts as one, and fails with any of them. */
export const commands = (name, ...lines) => ({
  name,
  async count() {
    const codes = await Promise.all(lines.map(([command, ...args]) => run(command, args, { limitMs })))
    const failed = codes.every((code) => code === 0) ? 0 : 1
    return { passed: 1 - failed, failed }
  },
})

/** The tests of some of the projects in vitest.config.ts, each test counted. */
export const vitest = (name, ...projects) => ({
  name,
  count: () =>
    withReport(async (report) => {
      const chosen = projects.flatMap((project) => ['--project', project])
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
      const code = await run('vitest', ['run', ...chosen, ...reporters], { limitMs })
      return counted(code, report, ({ numPassedTests, numTotalTests }) => ({
        passed: numPassedTests,
        failed: numTotalTests - numPassedTests,
      }))
    }),
})

/** The browser tests, each test counted. One that needed a second try or was skipped has not passed. */
export const playwright = (name) => ({
  name,
  count: () =>
    withReport(async (report) => {
      const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report }
      const code = await run('playwright', ['test', '--reporter=list,json'], { env, limitMs })
      return counted(code, report, ({ stats }) => ({
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky + stats.skipped,
      }))
    }),
})

/** A run that ended badly, left no report or had no tests is a failure, whatever the report says. */
function counted(code, report, read) {
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { passed, failed } = read(JSON.parse(readFileSync(report, 'utf8')))
  const broken = code !== 0 || passed + failed === 0
  return { passed, failed: broken ? Math.max(failed, 1) : failed }
}

async function withReport(use) {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  try {
    return await use(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Runs every step, also after one failed, and ends the process. The last line is `N passed, N failed`. */
export async function runSteps(steps) {
  const results = []
  for (const step of steps) {
    console.log(`\n== ${step.name}`)
    const startedMs = Date.now()
    const count = await step.count().catch(crashed)
    results.push({ ...step, ...count, seconds: Math.round((Date.now() - startedMs) / 1000) })
  }
  console.log('')
  for (const { name, passed, failed, seconds } of results)
    console.log(
      `${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed, ${seconds} s`,
    )
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
  process.exitCode = sum('failed') > 0 ? 1 : 0
}

function crashed(error) {
  console.error(error)
  return { passed: 0, failed: 1 }
}

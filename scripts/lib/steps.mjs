import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, runQuietly } from './run.mjs'

/**
 * The tests of one file, and how long they took.
 * @typedef {{ file: string, passed: number, failed: number, seconds: number }} FileReport
 */

/** Four times what the longest step takes on a slow machine. One that hangs is a failure, and must not keep the others from being told. */
const limitMs = 60 * 60_000

/** A step that is one command, or several side by side: it counts as one, and fails with any of them. Prints what fails. */
export const commands = (name, ...lines) => ({
  name,
  async count() {
    const codes = await Promise.all(lines.map(([command, ...args]) => runQuietly(command, args, { limitMs })))
    const failed = codes.every((code) => code === 0) ? 0 : 1
    return { passed: 1 - failed, failed, files: [] }
  },
})

/** The tests below some folders, each test counted. */
export const vitest = (name, ...folders) => ({
  name,
  count: () =>
    withReport(async (report) => {
      const reporters = ['--reporter=minimal', '--reporter=./scripts/lib/run-report.ts']
      const env = { TEST_REPORT: report }
      const code = await run('vitest', ['run', ...folders, ...reporters], { env, limitMs })
      return counted(code, report, (files) => files)
    }),
})

/** The browser tests, each test counted. One that needed a second try or was skipped has not passed. */
export const playwright = (name) => ({
  name,
  count: () =>
    withReport(async (report) => {
      const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report }
      const code = await run('playwright', ['test', '--reporter=dot,json'], { env, limitMs })
      return counted(code, report, ({ suites }) => suites.map(browserFile))
    }),
})

/** A file of browser tests is a suite, with groups of tests in it. */
function browserFile(suite) {
  const tests = testsIn(suite)
  const passed = tests.filter(({ status }) => status === 'expected').length
  const ms = sum(
    tests.flatMap(({ results }) => results),
    ({ duration }) => duration,
  )
  return {
    file: `tests/e2e/${suite.file}`,
    passed,
    failed: tests.length - passed,
    seconds: ms / 1000,
  }
}

const testsIn = ({ specs = [], suites = [] }) => [
  ...specs.flatMap(({ tests }) => tests),
  ...suites.flatMap(testsIn),
]

/** A run that ended badly, left no report or had no tests is a failure, whatever the report says. */
function counted(code, report, read) {
  if (!existsSync(report)) return { passed: 0, failed: 1, files: [] }
  /** @type {FileReport[]} */
  const files = read(JSON.parse(readFileSync(report, 'utf8')))
  const [passed, failed] = [sum(files, (file) => file.passed), sum(files, (file) => file.failed)]
  const broken = code !== 0 || passed + failed === 0
  return { passed, failed: broken ? Math.max(failed, 1) : failed, files }
}

async function withReport(use) {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  try {
    return await use(join(folder, 'report.json'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * Runs every step, also after one failed, and ends the process. A list of steps in the place of one runs side by side,
 * as many as there are cores. The last line is `N passed, N failed`.
 */
export async function runSteps(steps) {
  const results = []
  for (const step of steps) results.push(...(await sideBySide([step].flat())))
  for (const line of [...slowestFiles(results.flatMap(({ files }) => files)), '', ...results.map(summary)])
    console.log(line)
  const [passed, failed] = [sum(results, (step) => step.passed), sum(results, (step) => step.failed)]
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

async function sideBySide(steps) {
  const left = [...steps.entries()]
  const results = []
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await runStep(next[1])
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return results
}

async function runStep(step) {
  console.log(`== ${step.name}`)
  const startedMs = Date.now()
  const count = await step.count().catch(crashed)
  return { ...step, ...count, seconds: (Date.now() - startedMs) / 1000 }
}

const summary = ({ name, passed, failed, seconds }) =>
  `${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${passed} passed, ${failed} failed, ${Math.round(seconds)} s`

/** So that the next slow one is seen. */
function slowestFiles(files) {
  const slowest = files.toSorted((one, other) => other.seconds - one.seconds).slice(0, 10)
  const line = ({ file, seconds }) => `${seconds.toFixed(0).padStart(6)} s  ${file}`
  return slowest.length === 0 ? [] : ['', 'The slowest files of tests:', ...slowest.map(line)]
}

const sum = (items, of) => items.reduce((total, item) => total + of(item), 0)

function crashed(error) {
  console.error(error)
  return { passed: 0, failed: 1, files: [] }
}

import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { Reporter, TestModule, Vitest } from 'vitest/node'

/** The tests of a run by file, and how long each file took, with all that its hooks did. */
export interface FileReport {
  readonly file: string
  readonly passed: number
  readonly failed: number
  readonly seconds: number
}

/** Writes a list of `FileReport` to the file that TEST_REPORT names. */
export default class RunReport implements Reporter {
  #root = ''

  onInit({ config }: Vitest): void {
    this.#root = config.root
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const report = modules.map((module) => this.#fileReport(module))
    writeFileSync(process.env.TEST_REPORT ?? '', JSON.stringify(report))
  }

  #fileReport(module: TestModule): FileReport {
    const tests = [...module.children.allTests()]
    const passed = tests.filter((test) => test.result().state === 'passed').length
    const { duration, collectDuration } = module.diagnostic()
    return {
      file: relative(this.#root, module.moduleId),
      passed,
      // A file that cannot be read has no tests, and has failed all the same.
      failed: tests.length - passed + (tests.length === 0 || module.errors().length > 0 ? 1 : 0),
      seconds: (duration + collectDuration) / 1000,
    }
  }
}

import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Suites by how long their longest files take. What began last would be waited for by itself. */
const suites = ['engines', 'examples', 'migration', 'chaos', 'contract', 'monitoring', 'attacks', 'unit']

/** Orders files by suite, and within each as the runner does: by what they took the last time, or else by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.sort((one, other) => rankOf(one) - rankOf(other))
  }
}

const rankOf = ({ moduleId }: TestSpecification): number =>
  suites.findIndex((suite) => moduleId.includes(`/tests/${suite}/`))

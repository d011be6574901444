import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StrategyName } from '../../src/components/strategies.ts'
import type { Answer, RequirementMap, TestRef } from '../../src/data/requirements/answers.ts'
import { catalogue } from '../../src/data/requirements/catalogue.ts'
import type { Requirement } from '../../src/data/requirements/requirement.ts'
import { type Annotation, readAnnotations } from './requirement-annotations.ts'

const root = join(import.meta.dirname, '../..')

/** Where the map is committed, from the root. */
export const mapFile = 'src/data/requirements/map.json'

/** What belongs into that file, as tests and catalogue are now. @throws Error that says what does not fit */
export function currentMapText(): string {
  const files = globSync('tests/**/*.test.ts', { cwd: root }).sort()
  const annotations = files.flatMap((file) => readAnnotations(file, readFileSync(join(root, file), 'utf8')))
  return `${JSON.stringify(buildMap(catalogue, annotations), null, 2)}\n`
}

/**
 * Joins what the catalogue asks with what tests say they show.
 *
 * @throws Error that lists every test with an unknown id, and every strategy that has neither a test nor a reason
 * for a requirement, or both
 */
export function buildMap(
  requirements: readonly Requirement[],
  annotations: readonly Annotation[],
): RequirementMap {
  const problems = unknownIds(requirements, annotations)
  const map: RequirementMap = Object.fromEntries(
    requirements.map((requirement) => {
      const answer = (strategy: StrategyName) => answerOf(requirement, strategy, annotations, problems)
      return [
        requirement.id,
        { stateless: answer('stateless'), redis: answer('redis'), hybrid: answer('hybrid') },
      ]
    }),
  )
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return map
}

function unknownIds(requirements: readonly Requirement[], annotations: readonly Annotation[]): string[] {
  const known = new Set(requirements.map(({ id }) => id))
  return annotations.flatMap(({ test, ids }) =>
    ids.filter((id) => !known.has(id)).map((id) => `${id} is not in the catalogue: ${nameOf(test)} meets it`),
  )
}

function answerOf(
  { id, gaps = [] }: Requirement,
  strategy: StrategyName,
  annotations: readonly Annotation[],
  problems: string[],
): Answer {
  const shown = annotations.filter(({ ids, strategies }) => ids.includes(id) && strategies.includes(strategy))
  const tests = shown.map(({ test }) => test)
  const gap = gaps.find((it) => it.strategy === strategy)
  if (!gap && tests.length === 0)
    problems.push(`${id}, ${strategy}: no test meets it, and the catalogue gives no reason`)
  if (!gap) return { status: 'met', tests }
  for (const test of tests)
    problems.push(`${id}, ${strategy}: ${nameOf(test)} meets it, but the catalogue says ${gap.status}`)
  return { status: gap.status, reason: gap.reason }
}

const nameOf = ({ name, file }: TestRef) => `"${name}" in ${file}`

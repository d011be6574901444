import type { ExampleName } from '../../sandbox/example-files.ts'
import { parseStoryLine } from './story-line.ts'

/** One step of the story and what each strategy answered. */
export interface StoryRow {
  readonly number: string
  readonly step: string
  readonly outcomes: Partial<Record<ExampleName, Outcome>>
}

export interface Outcome {
  /** An HTTP status, or `-` where no request was made. */
  readonly status: string
  readonly code: string
}

/** Adds a printed line of one strategy to the table. Lines of another form leave it as it is. */
export function addLine(rows: readonly StoryRow[], name: ExampleName, text: string): readonly StoryRow[] {
  const line = parseStoryLine(text)
  if (!line) return rows
  const number = line.number.trim()
  const outcome = { status: line.status.trim(), code: line.code.trim() }
  const known = rows.find((row) => row.number === number) ?? { number, step: line.step.trim(), outcomes: {} }
  const row = { ...known, outcomes: { ...known.outcomes, [name]: outcome } }
  const others = rows.filter((other) => other.number !== number)
  return [...others, row].sort((a, b) => Number(a.number) - Number(b.number))
}

/** Whether the strategies answered differently. Until all have, nobody can tell. */
export function differs({ outcomes }: StoryRow, strategyCount: number): boolean {
  const answers = Object.values(outcomes).map(({ status, code }) => `${status} ${code}`)
  return answers.length === strategyCount && new Set(answers).size > 1
}

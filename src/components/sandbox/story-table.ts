import type { ExampleName } from '../../sandbox/example-files.ts'

/** One step of the story and what each strategy answered: status and code. */
export interface StoryRow {
  readonly number: string
  readonly step: string
  readonly outcomes: Partial<Record<ExampleName, Outcome>>
}

export interface Outcome {
  readonly status: string
  readonly code: string
}

/** The demo's own form: number, step, status, code, milliseconds, in columns of two spaces or more. */
const stepLine = /^ *(\d+) {2}(.+?) {2,}(\S+) +(\S+) +[\d.]+ ms$/

/** Adds a printed line of one strategy to the table. Lines of another form leave it as it is. */
export function addLine(rows: readonly StoryRow[], name: ExampleName, text: string): readonly StoryRow[] {
  const [, number, step, status, code] = stepLine.exec(text) ?? []
  if (!number || !step || !status || !code) return rows
  const known = rows.find((row) => row.number === number) ?? { number, step, outcomes: {} }
  const row = { ...known, outcomes: { ...known.outcomes, [name]: { status, code } } }
  const others = rows.filter((other) => other.number !== number)
  return [...others, row].sort((a, b) => Number(a.number) - Number(b.number))
}

/** Whether the strategies answered differently. Until all have, nobody can tell. */
export function differs({ outcomes }: StoryRow, count: number): boolean {
  const statuses = Object.values(outcomes).map(({ status }) => status)
  return statuses.length === count && new Set(statuses).size > 1
}

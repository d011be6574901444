import { byStrategy, type StrategyName, strategies } from '../strategies.ts'

/** One feature, what each strategy has to say on it, and where on this site that is shown. */
export interface CompareRow {
  readonly feature: string
  /** What is being asked, where the word alone is too wide. */
  readonly question: string
  readonly cells: Readonly<Record<StrategyName, Cell>>
}

interface Cell {
  readonly text: string
  /** The place that shows it, such as `/strategies/redis/#how-it-works`. */
  readonly href: string
}

/** What a section of each strategy's own page shows. */
export const pageCells = (cells: Readonly<Record<StrategyName, readonly [text: string, anchor: string]>>) =>
  byStrategy((name) => ({ text: cells[name][0], href: `${strategies[name].href}#${cells[name][1]}` }))

/** What one place on this site shows for all three. */
export const cellsAt = (href: string, texts: Readonly<Record<StrategyName, string>>) =>
  byStrategy((name) => ({ text: texts[name], href }))

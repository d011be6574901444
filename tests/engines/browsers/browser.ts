import type { EngineRun } from '../../../src/data/engines/runs.ts'

export type EngineName = EngineRun['name']
export const engineNames: readonly EngineName[] = ['chromium', 'firefox', 'webkit']

/** A real browser, driven from outside. */
export interface Browser {
  /** What runs, such as `Firefox 153.8.0`. */
  readonly product: string
  /** A tab that shares nothing with those before. */
  open(): Promise<Tab>
  close(): Promise<void>
}

export interface Tab {
  goto(url: string): Promise<void>
  /** Runs the text of a function in the page and waits for what it returns. Arguments and result travel as JSON. */
  evaluate(run: string, args: readonly unknown[]): Promise<unknown>
  /** Clicks where a person would see the element. */
  click(selector: string): Promise<void>
  /** Types into what has the focus. */
  type(text: string): Promise<void>
  /** Presses keys together, such as `Control` and `k`. */
  press(...keys: string[]): Promise<void>
  resize(width: number, height: number): Promise<void>
  /** What the console would show as errors since the tab was opened. */
  faults(): Promise<string[]>
  close(): Promise<void>
}

/** Ends what hangs. */
export const limitMs = 60_000

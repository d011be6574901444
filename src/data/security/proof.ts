import type { TestRef } from '../requirements/answers.ts'

/** A test, and where it runs over a table of cases, those rows that are meant. */
export interface Shown extends TestRef {
  /** As the file has them, with `…` for what it puts in. */
  readonly cases?: readonly string[]
}

/** What stands behind one consideration of the page "Secure": tests by their titles, and what is required. */
export interface Proof {
  readonly tests: readonly Shown[]
  /** Ids of the map of requirements: what is met, by one strategy at least. */
  readonly meets: readonly string[]
  /** Ids of what asks for more than is done here, so that no strategy meets it. */
  readonly fallsShortOf?: readonly string[]
  /** Who gives this advice, where none of the lists on the map asks for it. */
  readonly advisedBy?: { readonly title: string; readonly href: string }
}

/** A line of the demo's story in its columns, each with the spaces that pad it: together they are the line. */
export interface StoryLine {
  readonly number: string
  readonly step: string
  /** An HTTP status, or `-` where a step is no request. */
  readonly status: string
  readonly code: string
  readonly time: string
}

const columns =
  /^(?<number> *\d+ {2})(?<step>.+? {2,})(?<status>(?:\d{3}|-) +)(?<code>\S+ +)(?<time>[\d.]+ ms)$/

/** Undefined where the line is something else that a program printed. */
export const parseStoryLine = (text: string): StoryLine | undefined =>
  columns.exec(text)?.groups as StoryLine | undefined

/** The class that colours a status; the number itself says it to everybody. */
export const statusClass = (status: string | number): string => `sandbox-status status-${String(status)[0]}xx`

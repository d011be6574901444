import type { SourcePosition } from '../runtime.ts'

/** A stretch of a file's text and what takes its place. Where both ends are the same, the text is put in between. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A file's text with its edits in it, and the way back from there. */
export interface Spliced {
  readonly text: string
  /** Where the reader finds what is there in the text, 1-based. */
  original(line: number, column: number): Pick<SourcePosition, 'line' | 'column'>
}

/** @param edits in any order; of several at one place the first comes first, and none lies inside another */
export function splice(source: string, edits: readonly Edit[]): Spliced {
  const sorted = [...edits].sort((one, other) => one.start - other.start || one.end - other.end)
  let text = ''
  let at = 0
  /** Where each stretch that stayed begins: in the text, and in the source. */
  const kept = [{ from: 0, to: 0 }]
  for (const { start, end, text: inserted } of sorted) {
    text += source.slice(at, start) + inserted
    at = end
    kept.push({ from: text.length, to: at })
  }
  text += source.slice(at)
  const original = (line: number, column: number) => {
    const offset = calleeAt(text, offsetOf(text, line, column))
    const next = kept.findIndex(({ from }) => from > offset)
    const stretch = kept.at(next === -1 ? -1 : next - 1)
    // What was inserted stands for what comes behind it.
    const limit = kept[next]?.to ?? source.length
    return positionOf(source, stretch ? Math.min(stretch.to + offset - stretch.from, limit) : 0)
  }
  return { text, original }
}

/** The place of a character, 1-based. */
export function positionOf(text: string, index: number): Pick<SourcePosition, 'line' | 'column'> {
  const lines = text.slice(0, index).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** Of a call, WebKit names the bracket. The other engines name what is called, and so do we. */
function calleeAt(text: string, offset: number): number {
  const [callee = ''] =
    text[offset] === '(' ? (/(new [\w$.]+|[\w$]+)$/.exec(text.slice(0, offset)) ?? []) : []
  return offset - callee.length
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let left = line - 1; left > 0; left--) start = text.indexOf('\n', start) + 1
  return start + column - 1
}

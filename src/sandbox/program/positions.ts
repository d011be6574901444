import type { SourcePosition } from '../runtime.ts'

/** Where a stack trace first points into a file of the reader's, as `src/x.ts:12:5`. */
export function firstPosition(stack: string, files: ReadonlySet<string>): SourcePosition | undefined {
  for (const [, file = '', line, column] of stack.matchAll(/([\w./-]+\.ts):(\d+):(\d+)/g)) {
    if (files.has(file)) return { file, line: Number(line), column: Number(column) }
  }
  return undefined
}

/** An error with its stack as the reader knows the files: vendor modules are long `data:` URLs and say nothing. */
export function readableStack(error: unknown): string {
  if (!(error instanceof Error)) return `Uncaught ${String(error)}`
  const stack = error.stack ?? ''
  // Only V8 starts the stack with the message.
  const text = stack.includes(error.message) ? stack : `${error.name}: ${error.message}\n${stack}`
  const lines = text.split('\n').filter((line) => !line.includes('data:text/javascript'))
  return lines.join('\n').trim()
}

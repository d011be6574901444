import type { SourcePosition } from '../runtime.ts'
import type { Spliced } from './splice.ts'

/** Files as they were evaluated, by path. */
const evaluated = new Map<string, Spliced>()

/** From now on a place in the evaluated file is shown as the place in the file that the reader knows. */
export function rememberPositions(path: string, file: Spliced): void {
  evaluated.set(path, file)
}

/** Where a stack trace first points into a file of the reader's, as `src/x.ts:12:5`. */
export function firstPosition(stack: string, files: ReadonlySet<string>): SourcePosition | undefined {
  for (const [, file = '', line, column] of stack.matchAll(places)) {
    if (files.has(file)) return { file, line: Number(line), column: Number(column) }
  }
  return undefined
}

const places = /([\w./-]+\.ts):(\d+):(\d+)/g

/** An error with its stack as the reader knows the files: vendor modules are long `data:` URLs and say nothing. */
export function readableStack(error: unknown): string {
  if (!(error instanceof Error)) return `Uncaught ${String(error)}`
  const stack = readableFrames(error.stack ?? '')
  // Only V8 starts the stack with the message.
  return (stack.includes(error.message) ? stack : `${error.name}: ${error.message}\n${stack}`).trim()
}

/** The frames of a stack in the reader's terms. */
export function readableFrames(stack: string): string {
  return stack
    .replace(fileAddress, (_, file: string) => decodeURIComponent(file))
    .split('\n')
    .filter((line) => !line.includes('data:text/javascript'))
    .join('\n')
    .replace(places, original)
}

/** How WebKit names a module of `moduleUrl`. */
const fileAddress = /data:text\/javascript;file=([^;]+);base64,[\w+/=]+/g

function original(place: string, file: string, line: string, column: string): string {
  const known = evaluated.get(file)?.original(Number(line), Number(column))
  return known ? `${file}:${known.line}:${known.column}` : place
}

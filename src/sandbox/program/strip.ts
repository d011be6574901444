import { type FileMap, isEdited, SandboxError, type SourceFile } from '../runtime.ts'
import type { Packages } from './packages.ts'

/** The type stripper that Node itself uses: it blanks types out, so lines and columns stay. */
interface Stripper {
  transformSync(source: string, options: { mode: 'strip-only'; filename: string }): { code: string }
}

/** JavaScript of a file, and whether a reader wrote it. */
export interface Source {
  readonly text: string
  readonly isEdited: boolean
}

/** JavaScript of every file; what the build has not stripped is stripped here. */
export function stripAll(files: FileMap, packages: Packages): Map<string, Source> {
  const toSource = ([path, file]: [string, SourceFile]) =>
    [path, { text: strip(path, file, packages), isEdited: isEdited(path, file) }] as const
  return new Map(Object.entries(files).map(toSource))
}

function strip(path: string, file: SourceFile, packages: Packages): string {
  const { text, stripped = text } = file
  if (!isEdited(path, file)) return stripped
  const stripper = packages.find('sandbox:strip') as Stripper | undefined
  if (!stripper)
    throw new SandboxError('load_failed', 'The part that strips types did not load. Reload the page')
  try {
    return stripper.transformSync(text, { mode: 'strip-only', filename: path }).code
  } catch (cause) {
    throw syntaxError(path, cause)
  }
}

/** @param cause what the stripper throws: `{ message, startLine, startColumn }`, counted from 1 and 0 */
function syntaxError(path: string, cause: unknown): SandboxError {
  const {
    message = String(cause),
    startLine,
    startColumn,
  } = cause as {
    message?: string
    startLine?: number
    startColumn?: number
  }
  const at =
    startLine === undefined ? undefined : { file: path, line: startLine, column: (startColumn ?? 0) + 1 }
  return new SandboxError('syntax_error', `${path}: ${message}`, { cause, ...(at && { at }) })
}

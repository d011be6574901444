import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SandboxErrorCode, SourcePosition } from '../../runtime.ts'
import type { PlainError } from '../records.ts'

// Errors of Node, said as the in-page runtime says them: the same codes, the same places.

const codes: Readonly<Record<string, SandboxErrorCode>> = {
  ERR_INVALID_TYPESCRIPT_SYNTAX: 'syntax_error',
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX: 'syntax_error',
}

export function plainError(error: unknown): PlainError {
  const code = error instanceof Error ? String((error as NodeJS.ErrnoException).code ?? '') : ''
  if (code === 'ERR_MODULE_NOT_FOUND') return notFound(error as Error)
  const message = readableStack(error)
  const at = syntaxPosition(error) ?? firstPosition(message)
  const known = codes[code] ?? (error instanceof SyntaxError && syntaxPosition(error) && 'syntax_error')
  return { code: known || 'uncaught_error', message, ...(at && { at }) }
}

/** A stack with paths as the reader knows them, without the frames of Node and of ours. */
export function readableStack(error: unknown): string {
  if (!(error instanceof Error)) return `Uncaught ${String(error)}`
  const lines = (error.stack ?? `${error.name}: ${error.message}`).split('\n')
  return lines
    .filter((line) => !/^\s+at .*(node:|\/\.sandbox\/)/.test(line))
    .map((line) => line.replace(here, ''))
    .join('\n')
    .trim()
}

/** Where text first points into a file of the reader's, as `src/x.ts:12:5`. */
export function firstPosition(text: string): SourcePosition | undefined {
  const [, file = '', line, column] = /(?<![\w/])(src\/[\w./-]+\.ts):(\d+):(\d+)/.exec(text) ?? []
  return file ? { file, line: Number(line), column: Number(column) } : undefined
}

/** Node writes a syntax error as file and line, what stands there, and a caret below the column. */
function syntaxPosition(error: unknown): SourcePosition | undefined {
  if (!(error instanceof Error)) return undefined
  const found = /^(file:\/\/\S+\.ts):(\d+)\n[\s\S]*?\n( *)\^/.exec(error.stack ?? '')
  if (!found) return undefined
  const [, url = '', line, indent = ''] = found
  return { file: local(fileURLToPath(url)), line: Number(line), column: indent.length + 1 }
}

function notFound(error: Error): PlainError {
  const [, what = '', importer = ''] = /'([^']+)' imported from (\S+)/.exec(error.message) ?? []
  if (!error.message.includes('package'))
    return { code: 'entry_not_found', message: `There is no file ${local(what)}` }
  const file = local(importer)
  const at = importPosition(importer, what)
  const message = `Cannot find package '${what}', imported by ${file}. With a network the terminal can install it: npm install ${what}`
  return { code: 'unknown_package', message, ...(at && { at: { file, ...at } }) }
}

function importPosition(file: string, specifier: string): { line: number; column: number } | undefined {
  const lines = readFileSync(file, 'utf8').split('\n')
  const line = lines.findIndex((text) => text.includes(`'${specifier}'`) || text.includes(`"${specifier}"`))
  return line < 0 ? undefined : { line: line + 1, column: (lines[line] ?? '').search(`['"]${specifier}`) + 2 }
}

const local = (path: string) => relative(process.cwd(), path)
const here = new RegExp(`(file://)?${process.cwd().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/`, 'g')

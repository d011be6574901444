import { readFile } from 'node:fs/promises'
import type { LoadHook } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from '@swc/wasm-typescript'

// The very stripper that newer versions of Node have inside: it blanks types out, so lines and columns stay.

export const load: LoadHook = async (url, context, nextLoad) => {
  if (!url.endsWith('.ts')) return nextLoad(url, context)
  const text = await readFile(fileURLToPath(url), 'utf8')
  return { format: 'module', shortCircuit: true, source: strip(text, url) }
}

function strip(text: string, url: string): string {
  try {
    return transformSync(text, { mode: 'strip-only', filename: url }).code
  } catch (cause) {
    throw syntaxError(text, url, cause as StripFailure)
  }
}

/** Counted from 1 and from 0. */
interface StripFailure {
  readonly message: string
  readonly startLine: number
  readonly startColumn: number
}

/** In the form of Node's own: file and line, the line itself, a caret. */
function syntaxError(text: string, url: string, { message, startLine, startColumn }: StripFailure): Error {
  const line = text.split('\n')[startLine - 1] ?? ''
  const error = Object.assign(new SyntaxError(message), { code: 'ERR_INVALID_TYPESCRIPT_SYNTAX' })
  error.stack = `${url}:${startLine}\n${line}\n${' '.repeat(startColumn)}^\n\nSyntaxError: ${message}`
  return error
}

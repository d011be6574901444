import type { Import } from 'es-module-lexer'
import { SandboxError, type SourcePosition } from '../runtime.ts'
import { moduleUrl } from './module-url.ts'
import type { Edit } from './splice.ts'

export type Namespace = Readonly<Record<string, unknown>>

/** The one global that linked code refers to. */
export const registryName = '__sandbox'

/** What an import yields: the key in the registry, what is there, and where the import stands. */
interface Imported {
  readonly key: string
  readonly namespace: Namespace
  readonly at: SourcePosition
}

/** `import(x)` is decided when it is called, so that a file that is never needed may import what is not there. */
export function dynamicImport({ importStart, importEnd }: Import, source: string, importer: string): Edit {
  const argument = source.slice(source.indexOf('(', importStart) + 1, importEnd - 1)
  const text = `${registryName}.importFrom(${argument}, ${JSON.stringify(importer)})`
  return { start: importStart, end: importEnd, text }
}

/**
 * `import a, { b as c } from 'x'` as a look into the registry; the line breaks inside stay.
 *
 * @throws SandboxError `syntax_error` for a name that is not exported
 */
export function staticImport(found: Import, source: string, { key, namespace, at }: Imported): Edit {
  const { importStart, importEnd, start, end } = found
  const statement = source.slice(importStart, importEnd)
  const clause = /^import\s+([^'"]*?)\s*from\b/.exec(statement)?.[1]
  // A re-export, or an import for its effects alone, takes a module that hands on what was evaluated.
  if (clause === undefined) return { start, end, text: handOver(key, namespace) }
  assertExported(clause, namespace, key, at)
  const from = `${registryName}.registry.get(${JSON.stringify(key)})`
  const lineBreaks = '\n'.repeat(statement.split('\n').length - clause.split('\n').length)
  return { start: importStart, end: importEnd, text: `const ${bindings(clause, from)};${lineBreaks}` }
}

function assertExported(clause: string, namespace: Namespace, key: string, at: SourcePosition): void {
  const [, names = ''] = /\{([\s\S]*)\}/.exec(clause) ?? []
  for (const [, name = ''] of names.matchAll(/([\w$]+)(?:\s+as\s+[\w$]+)?\s*(?:,|$)/g)) {
    if (!(name in namespace))
      throw new SandboxError('syntax_error', `${key} does not export '${name}'`, { at })
  }
}

/** The clause of an import as declarations: `a, { b as c }` is `a = from.default, { b: c } = from`. */
function bindings(clause: string, from: string): string {
  const [, name, rest = ''] = /^([\w$]+)?\s*,?\s*([\s\S]*)$/.exec(clause) ?? []
  const parts = name ? [`${name} = ${from}.default`] : []
  const space = /^\*\s*as\s+([\w$]+)/.exec(rest)
  if (space) parts.push(`${space[1]} = ${from}`)
  else if (rest) parts.push(`${rest.replace(/\s+as\s+/g, ': ')} = ${from}`)
  return parts.join(', ')
}

/** A module that exports again what `namespace` holds. */
function handOver(key: string, namespace: Namespace): string {
  const names = Object.keys(namespace)
  const exports = names.map(
    (name, i) => `const $${i} = m[${JSON.stringify(name)}]; export { $${i} as ${exportName(name)} }`,
  )
  return moduleUrl(`const m = ${registryName}.registry.get(${JSON.stringify(key)}); ${exports.join('; ')}`)
}

const exportName = (name: string) =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name)

import { type Import, init, parse } from 'es-module-lexer'
import { SandboxError, type SourcePosition } from '../runtime.ts'
import { moduleUrl } from './module-url.ts'
import type { Packages } from './packages.ts'

type Namespace = Readonly<Record<string, unknown>>

/** Where evaluated modules wait for those that import them. */
const registryName = '__sandbox'
const registry = new Map<string, Namespace>()

/**
 * Imports the program's files in the order in which they need each other. Import maps do not reach workers, so
 * each specifier is replaced by a small module that hands on what was evaluated before. Line numbers stay as they
 * are; so do columns, except behind a specifier in the same line. Circular imports are refused.
 */
export class Linker {
  readonly #sources: ReadonlyMap<string, string>
  readonly #packages: Packages
  readonly #evaluated = new Map<string, Promise<Namespace>>()

  constructor(sources: ReadonlyMap<string, string>, packages: Packages) {
    this.#sources = sources
    this.#packages = packages
    const importFrom = (specifier: string, importer: string) => this.#resolve(String(specifier), importer, [])
    Object.assign(globalThis, { [registryName]: { registry, importFrom } })
  }

  /** @throws SandboxError, or whatever the program throws */
  async importEntry(path: string): Promise<Namespace> {
    await init
    return this.#importFile(path, [])
  }

  #importFile(path: string, chain: readonly string[]): Promise<Namespace> {
    if (chain.includes(path)) throw circular([...chain.slice(chain.indexOf(path)), path])
    const known = this.#evaluated.get(path)
    if (known) return known
    const evaluation = this.#evaluate(path, [...chain, path])
    this.#evaluated.set(path, evaluation)
    return evaluation
  }

  async #evaluate(path: string, chain: readonly string[]): Promise<Namespace> {
    const source = this.#sources.get(path)
    if (source === undefined) throw new SandboxError('entry_not_found', `There is no file ${path}`)
    let linked = ''
    let at = 0
    for (const found of importsOf(source, path)) {
      const replaced = await this.#replace(found, source, path, chain)
      if (replaced === undefined) continue
      linked += source.slice(at, replaced.start) + replaced.text
      at = replaced.end
    }
    linked += source.slice(at)
    const namespace: Namespace = await import(moduleUrl(`${linked}\n//# sourceURL=${path}`))
    registry.set(path, namespace)
    return namespace
  }

  async #replace(found: Import, source: string, path: string, chain: readonly string[]) {
    if (found.type === 'import-meta') return undefined
    if (found.type === 'dynamic') return dynamicImport(found, source, path)
    const { specifier, start, end } = found
    const key = isRelative(specifier) ? resolvePath(specifier, path) : `package ${specifier}`
    const namespace = await this.#resolve(specifier, path, chain, positionOf(source, start, path))
    registry.set(key, namespace)
    return { start, end, text: handOver(key, namespace) }
  }

  async #resolve(
    specifier: string,
    importer: string,
    chain: readonly string[],
    at?: SourcePosition,
  ): Promise<Namespace> {
    if (isRelative(specifier)) return this.#importFile(resolvePath(specifier, importer), chain)
    const module = this.#packages.find(specifier)
    if (module) return module as Namespace
    const message = `Cannot find package '${specifier}', imported by ${importer}. Here you can use: ${this.#packages.names.join(', ')}`
    throw new SandboxError('unknown_package', message, at ? { at } : {})
  }
}

/** `import(x)` is decided when it is called, so that a file that is never needed may import what is not there. */
function dynamicImport({ importStart, importEnd }: Import, source: string, importer: string) {
  const argument = source.slice(source.indexOf('(', importStart) + 1, importEnd - 1)
  const text = `${registryName}.importFrom(${argument}, ${JSON.stringify(importer)})`
  return { start: importStart, end: importEnd, text }
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

function importsOf(source: string, path: string): readonly Import[] {
  try {
    return parse(source, path)[0]
  } catch (cause) {
    // The lexer knows less of the syntax than the engine does, so the engine gets to name the error.
    if (cause instanceof Error && 'idx' in cause) return []
    throw cause
  }
}

const isRelative = (specifier: string) => /^\.\.?\//.test(specifier)

function resolvePath(specifier: string, importer: string): string {
  return new URL(specifier, `file:///${importer}`).pathname.slice(1)
}

function positionOf(source: string, index: number, file: string): SourcePosition {
  const lines = source.slice(0, index).split('\n')
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

function circular(chain: readonly string[]): SandboxError {
  return new SandboxError(
    'circular_import',
    `Files import each other in a circle, which works in Node but not here: ${chain.join(' → ')}`,
  )
}

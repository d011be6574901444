import { type Import, init, parse } from 'es-module-lexer'
import { SandboxError, type SourcePosition } from '../runtime.ts'
import type { instrument } from './metering/instrument.ts'
import { moduleUrl } from './module-url.ts'
import type { Packages } from './packages.ts'
import { rememberPositions } from './positions.ts'
import { dynamicImport, type Namespace, registryName, staticImport } from './rewrite.ts'
import { type Edit, positionOf, splice } from './splice.ts'
import type { Source } from './strip.ts'

/** Where evaluated modules wait for those that import them. */
const registry = new Map<string, Namespace>()

/**
 * Imports the program's files in the order in which they need each other. Import maps do not reach workers, so an
 * import becomes a look into the registry of what was evaluated before. Files that the reader wrote are instrumented on
 * the way. Circular imports are refused.
 */
export class Linker {
  readonly #sources: ReadonlyMap<string, Source>
  readonly #packages: Packages
  readonly #instrument: typeof instrument
  readonly #evaluated = new Map<string, Promise<Namespace>>()

  constructor(sources: ReadonlyMap<string, Source>, packages: Packages, instrumentFile: typeof instrument) {
    this.#sources = sources
    this.#packages = packages
    this.#instrument = instrumentFile
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
    const { text, isEdited } = source
    const edits = isEdited ? this.#instrument(text, path) : []
    for (const found of importsOf(text, path)) edits.push(...(await this.#replace(found, text, path, chain)))
    const linked = splice(text, edits)
    rememberPositions(path, linked)
    const namespace: Namespace = await import(moduleUrl(linked.text, path))
    registry.set(path, namespace)
    return namespace
  }

  async #replace(found: Import, source: string, path: string, chain: readonly string[]): Promise<Edit[]> {
    if (found.type === 'import-meta') return []
    if (found.type === 'dynamic') return [dynamicImport(found, source, path)]
    const { specifier, start } = found
    const key = isRelative(specifier) ? resolvePath(specifier, path) : `package ${specifier}`
    const at = { file: path, ...positionOf(source, start) }
    const namespace = await this.#resolve(specifier, path, chain, at)
    registry.set(key, namespace)
    return [staticImport(found, source, { key, namespace, at })]
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

function circular(chain: readonly string[]): SandboxError {
  return new SandboxError(
    'circular_import',
    `Files import each other in a circle, which works in Node but not here: ${chain.join(' → ')}`,
  )
}

import { type FileMap, isEdited, SandboxError } from '../runtime.ts'
import type { Parts } from './protocol.ts'

/** What the build made, by file name below the runtime's folder. */
export interface RuntimeManifest {
  readonly frame: string
  readonly program: string
  readonly bundles: Readonly<Record<string, { readonly file: string; readonly modules: readonly string[] }>>
  /** WebAssembly that a bundle needs, by bundle and by the name it goes by inside. */
  readonly wasm: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** What a WebContainer mounts: a file tree as JSON. */
  readonly container: string
  /** The frame of the terminal. */
  readonly terminal: string
}

/** The files of the runtime, each fetched once and kept: what was loaded works offline. */
export class Assets {
  readonly #baseUrl: string
  readonly #manifest: RuntimeManifest
  readonly #kept = new Map<string, Promise<string | ArrayBuffer>>()

  constructor(baseUrl: string, manifest: RuntimeManifest) {
    this.#baseUrl = baseUrl
    this.#manifest = manifest
  }

  get frameUrl(): string {
    return this.#baseUrl + this.#manifest.frame
  }

  program(): Promise<string> {
    return this.#moduleUrl(this.#manifest.program)
  }

  /** The parts that these files need, and no others. */
  async partsFor(files: FileMap): Promise<Parts> {
    const names = this.partNames(files)
    const wasm = names.flatMap((name) => Object.entries(this.#manifest.wasm[name] ?? {}))
    const [bundles, binaries] = await Promise.all([
      Promise.all(names.map(async (name) => [name, await this.#bundleUrl(name)] as const)),
      Promise.all(wasm.map(async ([name, file]) => [name, await this.#bytes(file)] as const)),
    ])
    return { bundles: Object.fromEntries(bundles), wasm: Object.fromEntries(binaries) }
  }

  /** The names of the bundles that these files need. */
  partNames(files: FileMap): string[] {
    const imported = importedPackages(files)
    const wanted = Object.entries(this.#manifest.bundles)
      .filter(([, { modules }]) => modules.some((name) => imported.has(name)))
      .map(([name]) => name)
    const hasEdits = Object.entries(files).some(([path, file]) => isEdited(path, file))
    return hasEdits ? [...wanted, 'strip', 'meter'] : wanted
  }

  #bundleUrl(name: string): Promise<string> {
    const bundle = this.#manifest.bundles[name]
    if (!bundle) throw new SandboxError('load_failed', `The runtime has no part named ${name}`)
    return this.#moduleUrl(bundle.file)
  }

  #moduleUrl(file: string): Promise<string> {
    return this.#keep(`module ${file}`, async () =>
      asDataUrl(await (await this.#fetch(file)).blob()),
    ) as Promise<string>
  }

  #bytes(file: string): Promise<ArrayBuffer> {
    return this.#keep(file, async () => (await this.#fetch(file)).arrayBuffer()) as Promise<ArrayBuffer>
  }

  #keep(key: string, load: () => Promise<string | ArrayBuffer>): Promise<string | ArrayBuffer> {
    const known = this.#kept.get(key)
    if (known) return known
    const loading = load()
    this.#kept.set(key, loading)
    // A failure is not kept: the next Run tries again.
    loading.catch(() => this.#kept.delete(key))
    return loading
  }

  async #fetch(file: string): Promise<Response> {
    try {
      const response = await fetch(this.#baseUrl + file)
      if (response.ok) return response
      throw new Error(`answered ${response.status}`)
    } catch (cause) {
      throw new SandboxError(
        'load_failed',
        `A part of the sandbox did not load (${file}). Check the connection and press Run again`,
        { cause },
      )
    }
  }
}

/** The text of a script as a `data:` URL that can be imported. */
function asDataUrl(script: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(script.slice(0, script.size, 'text/javascript'))
  })
}

/** Names after `from` or `import`, in files and in what the reader types. A name too many costs one download. */
function importedPackages(files: FileMap): Set<string> {
  const names = Object.values(files).flatMap(({ stripped, text }) =>
    [...(stripped ?? text).matchAll(/(?:from|import)\s*\(?\s*['"]([^'".][^'"]*)['"]/g)].map(
      ([, name = '']) => name,
    ),
  )
  return new Set(names)
}

import type { Parts } from '../worker/protocol.ts'

/** What a bundle exports: the modules in it by the name they are imported under. */
interface Bundle {
  readonly modules: Readonly<Record<string, object>>
}

/** The packages a program may import, each loaded once. */
export class Packages {
  readonly #modules = new Map<string, object>()

  async load(bundles: Parts['bundles']): Promise<void> {
    const loaded = await Promise.all(Object.values(bundles).map((url): Promise<Bundle> => import(url)))
    for (const { modules } of loaded) {
      for (const [name, module] of Object.entries(modules)) this.#modules.set(name, module)
    }
  }

  get names(): string[] {
    return [...this.#modules.keys()].filter((name) => !name.startsWith('sandbox:')).sort()
  }

  find(name: string): object | undefined {
    return this.#modules.get(name)
  }
}

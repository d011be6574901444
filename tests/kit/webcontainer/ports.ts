import { existsSync, type FSWatcher, mkdirSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs'
import { join } from 'node:path'

export type PortListener = (port: number, type: 'open' | 'close') => void

/** The ports of one container: a folder with a file for each open one, in which stands where it really is. */
export class Ports {
  readonly folder: string
  readonly #onChange: PortListener
  readonly #watcher: FSWatcher
  #open: ReadonlyMap<number, number> = new Map()

  constructor(folder: string, onChange: PortListener) {
    this.folder = folder
    this.#onChange = onChange
    mkdirSync(folder)
    this.#watcher = watch(folder, () => this.#look())
  }

  /** Where a port of the container is on this machine. */
  real(port: number): number | undefined {
    return this.#open.get(port)
  }

  /** Forgets the ports of processes that are gone and could not do it themselves. */
  removeDead(): void {
    for (const [name, { pid }] of this.#read())
      if (!existsSync(`/proc/${pid}`)) rmSync(join(this.folder, name))
    this.#look()
  }

  close(): void {
    this.#watcher.close()
  }

  #look(): void {
    const before = this.#open
    const now = new Map(this.#read().map(([name, { real }]) => [Number(name), real]))
    this.#open = now
    for (const port of now.keys()) if (!before.has(port)) this.#onChange(port, 'open')
    for (const port of before.keys()) if (!now.has(port)) this.#onChange(port, 'close')
  }

  #read(): [name: string, { real: number; pid: number }][] {
    if (!existsSync(this.folder)) return []
    const names = readdirSync(this.folder).filter((name) => /^\d+$/.test(name))
    return names.flatMap((name) => {
      const [real = 0, pid = 0] = readIfThere(join(this.folder, name)).split(' ').map(Number)
      return real > 0 ? [[name, { real, pid }] as [string, { real: number; pid: number }]] : []
    })
  }
}

/** It may go between the listing and the reading. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

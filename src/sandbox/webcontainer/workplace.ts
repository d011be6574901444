import type { WebContainerProcess } from '@webcontainer/api'
import type { ExampleName } from '../example-files.ts'
import type { FileMap } from '../runtime.ts'
import type { OpenShell } from '../shell.ts'
import type { Container } from './container.ts'
import { Tool } from './tool.ts'

/** The port under which readers know Redis. */
export const redisPort = 6379

type Env = Readonly<Record<string, string>>

/** One sandbox's part of the page's container: a folder, and ports of its own. */
export class Workplace {
  readonly #container: Container
  readonly #folder: ExampleName
  readonly #place: number
  readonly #written = new Map<string, string>()

  /** @param place sandboxes share a container and its ports; the first is 0 */
  constructor(container: Container, folder: ExampleName, place: number) {
    this.#container = container
    this.#folder = folder
    this.#place = place
  }

  /** Where the service listens that readers know by `knownPort`. So `npm start` in the terminal finds that one free. */
  portFor(knownPort: number): number {
    return knownPort + 1_000 + 10 * this.#place
  }

  /** Addresses of the HTTP servers in the container, by port: this sandbox's, and what a terminal has started. */
  servers(): ReadonlyMap<number, string> {
    const redis = this.portFor(redisPort)
    return new Map([...this.#container.ports].filter(([port]) => port !== redis))
  }

  /** Writes what differs from what is there. What the reader changed in the terminal stays until they edit it here. */
  async write(files: FileMap): Promise<void> {
    const changed = Object.entries(files).filter(([path, file]) => {
      // The snapshot has every file as it is in the repository; an edited one has no JavaScript yet.
      const known = this.#written.get(path) ?? (file.stripped === undefined ? undefined : file.text)
      return known !== file.text
    })
    const texts = Object.fromEntries(changed.map(([path, { text }]) => [path, text]))
    await this.#container.write(this.#folder, texts)
    for (const [path, text] of Object.entries(texts)) this.#written.set(path, text)
  }

  /** Runs a program of ours with Node in the example's folder. */
  spawnNode(program: string, args: readonly string[], env: Env): Promise<WebContainerProcess> {
    const options = { cwd: this.#folder, env: { ...env } }
    return this.#container.spawn('node', [`../.sandbox/${program}`, ...args], options)
  }

  async openTool(program: string, args: readonly string[] = []): Promise<Tool> {
    return new Tool(await this.spawnNode(program, args, {}))
  }

  openShell: OpenShell = async (size) => {
    // Where Node does not strip types by itself, this makes it.
    const types = `--import=file://${await this.#container.path('.sandbox/types.mjs')}`
    const options = { cwd: this.#folder, env: { NODE_OPTIONS: types }, terminal: { ...size } }
    const process = await this.#container.spawn('jsh', [], options)
    const writer = process.input.getWriter()
    return {
      output: process.output,
      exit: process.exit,
      write: (text) => void writer.write(text),
      resize: (next) => process.resize(next),
      kill: () => process.kill(),
    }
  }
}

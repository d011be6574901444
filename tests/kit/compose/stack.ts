import { join } from 'node:path'
import { until } from '../until.ts'
import { Container } from './container.ts'
import { buildImage, type Image } from './dockerfile.ts'
import { type Compose, environmentOf, readCompose } from './model.ts'
import { assignPlaces, type Places } from './places.ts'
import type { Ended, Started } from './processes.ts'

/** The services of a Compose file as plain processes: no container engine is needed. */
export class Stack {
  readonly compose: Compose
  readonly image: Image
  readonly #project: string
  readonly #places: Places
  readonly #containers: ReadonlyMap<string, Container>
  readonly #ready = new Map<string, Promise<void>>()
  readonly #running = new Map<string, Started>()

  constructor(project: string, folder: string, compose: Compose, image: Image, places: Places) {
    this.compose = compose
    this.image = image
    this.#project = project
    this.#places = places
    this.#containers = new Map(
      Object.entries(compose.services).map(([name, service]) => {
        const own = { folder: join(folder, name), port: places.portOf(name) }
        const translate = places.translator(service, own.folder)
        return [name, new Container({ service, image, translate, ...own })]
      }),
    )
  }

  /** As `docker compose up --wait`: resolves when every service is healthy, or has done its work and ended. */
  async up(): Promise<void> {
    await Promise.all([...this.#containers.keys()].map((name) => this.#readyOnce(name)))
  }

  /** Where a service listens. */
  portOf(name: string): number {
    return this.#places.portOf(name)
  }

  isHealthy(name: string): Promise<boolean> {
    return this.#container(name).isHealthy()
  }

  /** Whatever a running service has printed. */
  output(name: string): string {
    return this.#running.get(name)?.output() ?? ''
  }

  /** SIGTERM to one, and starts it again on what it left behind. */
  async restart(name: string): Promise<Ended> {
    const ended = await this.#stop(name)
    this.#ready.delete(name)
    await this.#readyOnce(name)
    return ended
  }

  /** SIGTERM to all, first to those that need others. @returns how each ended */
  async down(): Promise<Readonly<Record<string, Ended>>> {
    const names = [...this.#running.keys()]
    const stopAll = (some: string[]) =>
      Promise.all(some.map(async (name) => [name, await this.#stop(name)] as const))
    const services = await stopAll(names.filter((name) => !isRedis(name)))
    return Object.fromEntries([...services, ...(await stopAll(names.filter(isRedis)))])
  }

  async #stop(name: string): Promise<Ended> {
    const started = this.#running.get(name)
    if (!started) throw new Error(`${name} does not run`)
    started.kill('SIGTERM')
    // A new replica that writes its first AOF answers that it cannot exit, and has to be asked again.
    const again = setInterval(() => isRedis(name) && started.kill('SIGTERM'), 1_000)
    const ended = await started.ended.finally(() => clearInterval(again))
    this.#running.delete(name)
    return ended
  }

  #readyOnce(name: string): Promise<void> {
    const ready = this.#ready.get(name) ?? this.#start(name)
    this.#ready.set(name, ready)
    return ready
  }

  async #start(name: string): Promise<void> {
    const needed = Object.keys(this.compose.services[name]?.depends_on ?? {})
    await Promise.all(needed.map((other) => this.#readyOnce(other)))
    const container = this.#container(name)
    await container.mount(this.#project, this.compose)
    const started = container.start()
    this.#running.set(name, started)
    await Promise.race([this.#settled(name, started), this.#endedEarly(name, started)])
  }

  async #settled(name: string, started: Started): Promise<void> {
    if (!this.#container(name).hasHealth) return new Promise(() => {})
    await this.#container(name).hasBegun(started)
    await until(async () => !this.#running.has(name) || (await this.isHealthy(name)))
  }

  async #endedEarly(name: string, started: Started): Promise<void> {
    const { exitCode, output } = await started.ended
    this.#running.delete(name)
    if (this.#container(name).hasHealth || exitCode !== 0)
      throw new Error(`${name} ended with ${exitCode}:\n${output}`)
  }

  #container(name: string): Container {
    const container = this.#containers.get(name)
    if (!container) throw new Error(`There is no service ${name}`)
    return container
  }
}

const isRedis = (name: string) => name.startsWith('redis')

/**
 * @param project a folder with compose.yaml, a Dockerfile and the secrets, and what Compose reads besides: .env
 * @param folder an empty one, for all that containers would have
 */
export async function openStack(project: string, folder: string, files: readonly string[]): Promise<Stack> {
  const compose = readCompose(project, files, environmentOf(project))
  const image = await buildImage(project, join(folder, 'image'))
  return new Stack(project, folder, compose, image, await assignPlaces(compose))
}

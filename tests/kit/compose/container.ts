import { mkdir } from 'node:fs/promises'
import type { Image } from './dockerfile.ts'
import type { Compose, ComposeService } from './model.ts'
import { mountAll, type Translate } from './places.ts'
import { type Launch, launch, type Started } from './processes.ts'

interface ContainerParts {
  readonly service: ComposeService
  /** What services that are built are built to. */
  readonly image: Image
  /** Where its mounts lie. */
  readonly folder: string
  readonly port: number
  readonly translate: Translate
}

/** One service: what it is given, how it is started, and whether it is well. */
export class Container {
  readonly #parts: ContainerParts

  constructor(parts: ContainerParts) {
    this.#parts = parts
  }

  /** Mounts what is not mounted yet. A second start finds what the first one left. */
  async mount(project: string, compose: Compose): Promise<void> {
    const { service, folder, translate } = this.#parts
    const isNew = await mkdir(folder, { recursive: true })
    if (isNew) await mountAll(service, { project, compose, folder, translate })
  }

  start(): Started {
    const { service, image } = this.#parts
    return launch(this.#launchOf(service.command ?? image.command))
  }

  /** A task is done when it ends, and has no health before. */
  get hasHealth(): boolean {
    return this.#healthTest.length > 0
  }

  /** Resolves when there is reason to ask for its health: a check is a process, and costs as much as a start. */
  async hasBegun(started: Started): Promise<void> {
    if (this.#parts.service.build) await started.says('sys_startup')
  }

  /** By its own health check. */
  async isHealthy(): Promise<boolean> {
    return (await launch(this.#launchOf(this.#healthTest)).ended).exitCode === 0
  }

  get #healthTest(): readonly string[] {
    const { service, image } = this.#parts
    return service.healthcheck?.test.slice(1) ?? (service.build ? image.healthcheck : [])
  }

  #launchOf(command: readonly string[]): Launch {
    const { service, image, folder, port, translate } = this.#parts
    const environment = Object.entries(service.environment ?? {}).map(
      ([name, value]) => [name, translate(value)] as const,
    )
    return {
      command: withPort(command.map(translate), String(port)),
      cwd: service.build ? image.folder : folder,
      env: {
        PATH: process.env.PATH ?? '',
        ...(service.build && image.env),
        ...Object.fromEntries(environment),
        ...(service.build && placeOf(service, port)),
      },
    }
  }
}

/** In place of a file system that is read only, a Node that is not allowed to write. */
const readOnly = '--permission --allow-fs-read=*'

function placeOf({ environment = {}, read_only }: ComposeService, port: number): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    // A machine that runs many tests at once can be slower than a request would wait.
    REDIS_TIMEOUT_MS: '2000',
    [`${environment.SERVICE?.toUpperCase()}_PORT`]: String(port),
    ...(read_only && { NODE_OPTIONS: readOnly }),
  }
}

/** A Redis has the address of its container alone, and its clients there ask the port that is usual. */
function withPort([program = '', ...args]: readonly string[], port: string): string[] {
  if (program === 'redis-server') return [program, ...args, '--port', port, '--bind', '127.0.0.1']
  return program === 'redis-cli' ? [program, '-p', port, ...args] : [program, ...args]
}

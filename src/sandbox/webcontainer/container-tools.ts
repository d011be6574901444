import type { DispatchRequest, DispatchResponse, RedisControls } from '../runtime.ts'
import type { Tool } from './tool.ts'
import { within } from './within.ts'
import { redisPort, type Workplace } from './workplace.ts'

const startLimitMs = 10_000

/** The programs of ours beside the reader's: one that sends requests, one that is a Redis. Each is started when needed. */
export class ContainerTools {
  readonly #workplace: Workplace
  #courier: Promise<Tool> | undefined
  #redis: Tool | undefined

  constructor(workplace: Workplace) {
    this.#workplace = workplace
  }

  /** Undefined while no Redis server is up. */
  get redis(): RedisControls | undefined {
    const tool = this.#redis
    if (!tool) return undefined
    return {
      setOutage: (outage) => tool.ask({ kind: 'outage', outage }),
      inspect: () => tool.ask({ kind: 'inspect' }),
    }
  }

  /** Sends a request over HTTP from within the container. */
  async send(port: number, request: DispatchRequest): Promise<DispatchResponse> {
    this.#courier ??= this.#workplace.openTool('request.mjs')
    this.#courier.catch(() => {
      this.#courier = undefined
    })
    return (await this.#courier).ask({ kind: 'request', port, request })
  }

  /** A fresh and empty server. Resolves with the address of it. @throws ContainerError `start_failed` */
  async startRedis(): Promise<string> {
    this.endRedis()
    const port = this.#workplace.portFor(redisPort)
    this.#redis = await this.#workplace.openTool('redis.mjs', [String(port)])
    await within(startLimitMs, 'start_failed', this.#redis.ready)
    return `redis://localhost:${port}`
  }

  endRedis(): void {
    this.#redis?.end()
    this.#redis = undefined
  }

  end(): void {
    this.endRedis()
    this.#courier?.then((tool) => tool.end()).catch(() => {})
    this.#courier = undefined
  }
}

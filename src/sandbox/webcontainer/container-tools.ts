import type { DispatchRequest, DispatchResponse, RedisControls } from '../runtime.ts'
import type { Tool } from './tool.ts'
import { within } from './within.ts'
import { redisPort, type Workplace } from './workplace.ts'

const startLimitMs = 10_000

/** The programs of ours beside the reader's: one that sends requests, one that is a Redis. Each is started when needed. */
export class ContainerTools {
  readonly #workplace: Workplace
  #courier: Promise<Tool> | undefined
  #redisTool: Tool | undefined
  /** Undefined while no Redis server is up. */
  redis: RedisControls | undefined

  constructor(workplace: Workplace) {
    this.#workplace = workplace
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
    await within(startLimitMs, 'start_failed', this.endRedis())
    const port = this.#workplace.portFor(redisPort)
    const tool = await this.#workplace.openTool('redis.mjs', [String(port)])
    this.#redisTool = tool
    await within(startLimitMs, 'start_failed', tool.ready)
    this.redis = {
      setOutage: (outage) => tool.ask({ kind: 'outage', outage }),
      inspect: () => tool.ask({ kind: 'inspect' }),
    }
    return `redis://localhost:${port}`
  }

  /** Resolves when it is gone. */
  async endRedis(): Promise<void> {
    const tool = this.#redisTool
    this.#redisTool = this.redis = undefined
    await tool?.end()
  }

  end(): void {
    void this.endRedis()
    this.#courier?.then((tool) => tool.end()).catch(() => {})
    this.#courier = undefined
  }
}

import type { Request } from '../../src/data/chaos/observation.ts'
import type { ServerOptions } from '../kit/redis/configuration.ts'
import { type RedisServer, startServer } from '../kit/redis/server.ts'
import type { StrategyName } from '../kit/systems.ts'

/** A Redis of some kind that something happens to. */
export interface Bench {
  readonly url: string
  /** When what was written so far has to be safe. */
  settle?(): Promise<void>
  /** Breaks it. Calls `write` when there is to be written what may be lost. */
  breakIt(write: () => Promise<void>): Promise<void>
  /** For what hits single commands: called when the next request is to be hit. */
  strike?(request: Request): void
  mend(): Promise<void>
  stop(): Promise<void>
}

export interface Fault {
  /** For the record: `killed-aof`. */
  readonly name: string
  readonly title: string
  /** Who is refused the request with most at stake until it is mended. The others go on, or end their sessions. */
  readonly isOutageFor: readonly StrategyName[]
  /** Redis forgets writes that it had acknowledged: then a session that was ended may be back. */
  readonly losesWrites?: boolean
  /** What the services are willing to wait for one answer, where that is to be used up. */
  readonly budgetMs?: number
  /** Nobody has to mend it: a replica takes over. */
  readonly healsItself?: boolean
  start(): Promise<Bench>
}

export const everybodyWithStore: readonly StrategyName[] = ['redis', 'hybrid']

type Parts = Omit<Bench, 'url' | 'stop' | 'breakIt'> & { readonly breakIt: () => Promise<void> | void }

/** One server: first the writes, then the fault. */
export async function onServer(
  options: ServerOptions,
  parts: (server: RedisServer) => Parts,
): Promise<Bench> {
  const server = await startServer(options)
  const { breakIt, ...rest } = parts(server)
  return {
    url: server.url,
    ...rest,
    async breakIt(write) {
      await write()
      await breakIt()
    },
    stop: () => server.stop(),
  }
}

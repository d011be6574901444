import type { OpenApi } from '../../src/data/openapi/openapi.ts'
import type { RedisServer } from '../kit/engines.ts'
import type { StrategyName, System, SystemOptions } from '../kit/systems.ts'
import { openTarget, type Target } from '../kit/target.ts'
import { exchangeSecret } from './exchange-client.ts'
import { type Asked, operationsOf } from './openapi-check.ts'

/** What a story works on. */
export interface World {
  readonly strategy: StrategyName
  readonly redis: RedisServer
  readonly document: OpenApi
  watch(system: System): System
  /** Two systems over one Redis would help each other. */
  atEnd(close: () => Promise<void>): void
}

/** Brings about some of the refusals that a document names. */
export type Story = (world: World) => Promise<void>

export const envOf = ({ redis }: World) => ({ REDIS_URL: redis.url, EXCHANGE_SECRET: exchangeSecret })

/** A watched system whose private key the test knows. Closed when the story ends. */
export async function open(world: World, { env, ...options }: SystemOptions = {}): Promise<Target> {
  const target = await openTarget(world.strategy, 'Ed25519', { ...options, env: { ...envOf(world), ...env } })
  world.atEnd(target.system.close)
  return { ...target, system: world.watch(target.system) }
}

export const withScheme = ({ document }: World, scheme: string): Asked[] =>
  operationsOf(document).filter(({ operation }) => operation.security.some((way) => scheme in way))

/** Every operation that takes a user's token, one after the other. */
export async function eachForUsers(world: World, run: (asked: Asked) => Promise<unknown>): Promise<void> {
  for (const asked of withScheme(world, 'accessToken')) await run(asked)
}

import { readSettings as hybrid } from '../../examples/hybrid/src/settings.ts'
import { readSettings as redis } from '../../examples/redis/src/settings.ts'
import { readSettings as stateless } from '../../examples/stateless/src/settings.ts'
import type { Compose, ComposeService } from '../kit/compose/model.ts'
import type { Starter } from '../kit/starter-folders.ts'

const readers = { stateless, redis, hybrid }

/** The Compose files of each starter that work together. */
export const stacks = [
  ['stateless', ['compose.yaml']],
  ['redis', ['compose.yaml']],
  ['redis', ['compose.yaml', 'compose.cluster.yaml']],
  ['hybrid', ['compose.yaml']],
  ['hybrid', ['compose.yaml', 'compose.cluster.yaml']],
] as const

/** As a service reads them, with something in place of what is in files. */
export const settingsIn = (starter: Starter, { environment }: ComposeService) =>
  readers[starter]({ ...environment, EXCHANGE_SECRET: 'x'.repeat(43), REDIS_URL: 'redis://redis:6379' })

/** The services that are the starter's own. */
export const ownServices = ({ services }: Compose): ComposeService[] =>
  Object.values(services).filter(({ build }) => build)

import * as hybrid from '../../examples/hybrid/src/services.ts'
import { readSettings as readHybridSettings } from '../../examples/hybrid/src/settings.ts'
import { openUserDirectory as hybridUsers } from '../../examples/hybrid/src/users.ts'
import * as redis from '../../examples/redis/src/services.ts'
import { readSettings as readRedisSettings } from '../../examples/redis/src/settings.ts'
import { openUserDirectory as redisUsers } from '../../examples/redis/src/users.ts'
import { ShiftedClock } from '../../examples/stateless/src/clock.ts'
import * as stateless from '../../examples/stateless/src/services.ts'
import { readSettings as readStatelessSettings } from '../../examples/stateless/src/settings.ts'
import type { RevocationPromise } from '../../examples/stateless/src/token-strategy.ts'
import {
  openUserDirectory as statelessUsers,
  type UserDirectory,
} from '../../examples/stateless/src/users.ts'
import type { Engine } from './engines.ts'

export type StrategyName = 'stateless' | 'redis' | 'hybrid'
export type Env = Record<string, string | undefined>

interface App {
  request(path: string, init?: RequestInit): Response | Promise<Response>
}

export interface Service {
  readonly app: App
  readonly store?: { disconnect(): Promise<void>; connect(): Promise<void> }
  close(): Promise<void>
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** Puts something around a starter's own accounts. */
export type WrapUsers = (users: UserDirectory) => UserDirectory

interface Starter {
  issuer(env: Env, clock: ShiftedClock, wrap: WrapUsers): Promise<Service & { revocation: RevocationPromise }>
  api(env: Env, clock: ShiftedClock, fetch: Fetch): Promise<Service>
}

/** The three starters behind one face, so that one suite can hold them to one contract. */
export const starters: Readonly<Record<StrategyName, Starter>> = {
  stateless: {
    issuer(env, clock, wrap) {
      const settings = readStatelessSettings(env)
      return stateless.createIssuerService(settings, { clock, users: wrap(statelessUsers(settings)) })
    },
    api: (env, clock, fetch) => stateless.createApiService(readStatelessSettings(env), { clock, fetch }),
  },
  redis: {
    issuer(env, clock, wrap) {
      const settings = readRedisSettings(env)
      return redis.createIssuerService(settings, { clock, users: wrap(redisUsers(settings)) })
    },
    api: (env, clock, fetch) => redis.createApiService(readRedisSettings(env), { clock, fetch }),
  },
  hybrid: {
    issuer(env, clock, wrap) {
      const settings = readHybridSettings(env)
      return hybrid.createIssuerService(settings, { clock, users: wrap(hybridUsers(settings)) })
    },
    api: (env, clock, fetch) => hybrid.createApiService(readHybridSettings(env), { clock, fetch }),
  },
}

/** One issuer and two API services over one Redis: what a product looks like to its clients. */
export interface System {
  readonly clock: ShiftedClock
  readonly revocation: RevocationPromise
  readonly issuer: Service
  readonly api: Service
  readonly otherApi: Service
  addApi(): Promise<Service>
  close(): Promise<void>
}

export async function openSystem(
  name: StrategyName,
  engine: Engine | undefined,
  { env = {}, wrapUsers = (users) => users }: { env?: Env; wrapUsers?: WrapUsers } = {},
): Promise<System> {
  const clock = new ShiftedClock()
  // A generous budget: these tests ask whether answers are right, and a busy machine may be slow.
  const settings = {
    NODE_ENV: 'test',
    REDIS_URL: engine?.url,
    REDIS_TIMEOUT_MS: '2000',
    SYNC_INTERVAL_MS: '50',
    ...env,
  }
  const issuer = await starters[name].issuer(settings, clock, wrapUsers)
  const services: Service[] = [issuer]
  const addApi = async () => {
    const service = await starters[name].api(settings, clock, async (url, init) =>
      issuer.app.request(url, init),
    )
    services.push(service)
    return service
  }
  const system = {
    clock,
    revocation: issuer.revocation,
    issuer,
    api: await addApi(),
    otherApi: await addApi(),
    addApi,
  }
  return {
    ...system,
    close: async () => void (await Promise.all(services.map((service) => service.close()))),
  }
}

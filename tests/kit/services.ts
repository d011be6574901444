import * as hybrid from '../../examples/hybrid/src/services.ts'
import { readSettings as readHybridSettings } from '../../examples/hybrid/src/settings.ts'
import { openUserDirectory as hybridUsers } from '../../examples/hybrid/src/users.ts'
import * as redis from '../../examples/redis/src/services.ts'
import { readSettings as readRedisSettings } from '../../examples/redis/src/settings.ts'
import { openUserDirectory as redisUsers } from '../../examples/redis/src/users.ts'
import type { IssuerSurroundings, Surroundings } from '../../examples/stateless/src/service-parts.ts'
import * as stateless from '../../examples/stateless/src/services.ts'
import { readSettings as readStatelessSettings } from '../../examples/stateless/src/settings.ts'
import type { RevocationPromise } from '../../examples/stateless/src/token-strategy.ts'
import { openUserDirectory as statelessUsers } from '../../examples/stateless/src/users.ts'
import type { Env, Service, StrategyName, WrapUsers } from './systems.ts'

type IssuerAround = Omit<IssuerSurroundings, 'users'> & { readonly wrapUsers: WrapUsers }

interface Starter {
  issuer(env: Env, around: IssuerAround): Promise<Service & { revocation: RevocationPromise }>
  api(env: Env, around: Surroundings): Promise<Service>
  ledger(env: Env, around: Surroundings): Promise<Service>
}

/** The three starters behind one face, so that one suite can hold them to one contract. */
export const starters: Readonly<Record<StrategyName, Starter>> = {
  stateless: {
    issuer(env, { wrapUsers, ...around }) {
      const settings = readStatelessSettings(env)
      return stateless.createIssuerService(settings, {
        ...around,
        users: wrapUsers(statelessUsers(settings)),
      })
    },
    api: (env, around) => stateless.createApiService(readStatelessSettings(env), around),
    ledger: (env, around) => stateless.createLedgerService(readStatelessSettings(env), around),
  },
  redis: {
    issuer(env, { wrapUsers, ...around }) {
      const settings = readRedisSettings(env)
      return redis.createIssuerService(settings, { ...around, users: wrapUsers(redisUsers(settings)) })
    },
    api: (env, around) => redis.createApiService(readRedisSettings(env), around),
    ledger: (env, around) => redis.createLedgerService(readRedisSettings(env), around),
  },
  hybrid: {
    issuer(env, { wrapUsers, ...around }) {
      const settings = readHybridSettings(env)
      return hybrid.createIssuerService(settings, { ...around, users: wrapUsers(hybridUsers(settings)) })
    },
    api: (env, around) => hybrid.createApiService(readHybridSettings(env), around),
    ledger: (env, around) => hybrid.createLedgerService(readHybridSettings(env), around),
  },
}

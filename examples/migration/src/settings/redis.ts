import * as v from 'valibot'
import { parseRedisUrl } from '../redis/endpoint.ts'
import type { Contradiction } from './contradictions.ts'
import { type CommonSettings, commonSecrets, commonSettings, wholeNumber } from './schema.ts'

/** The settings of every strategy that uses Redis. */
export const redisSettings = {
  ...commonSettings,
  /**
   * One Redis, sentinels or a cluster; `rediss` instead of `redis` for TLS. Unset: a Redis inside the process, which
   * keeps nothing.
   */
  REDIS_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (url) => parseRedisUrl(url) !== undefined,
        'must look like redis://host:6379, redis+sentinel://host:26379/mymaster or redis+cluster://host:6379',
      ),
    ),
  ),
  /** What a request is willing to wait for one answer of Redis. */
  REDIS_TIMEOUT_MS: wholeNumber(50, 1, 5_000),
  /** The file of keys that sessions are sealed with, made by `npm run keys`. Unset: a key that ends with the process. */
  SESSION_KEYS_FILE: v.optional(v.string()),
  /** How long a refresh token that was just used still yields the same successor: two tabs may race. */
  REFRESH_GRACE_SECONDS: wholeNumber(10, 0, 60),
} as const

/** Those that may come as a file. An address of Redis holds its password. */
export const redisSecrets = [...commonSecrets, 'REDIS_URL'] as const

interface WithRedis extends CommonSettings {
  readonly REDIS_URL?: string | undefined
  readonly SESSION_KEYS_FILE?: string | undefined
}

const isApart = ({ SERVICE }: CommonSettings) => SERVICE === 'issuer' || SERVICE === 'api'
const isProduction = ({ NODE_ENV, SERVICE }: CommonSettings) =>
  NODE_ENV === 'production' && SERVICE !== 'ledger'

export const redisContradictions: readonly Contradiction<WithRedis>[] = [
  [
    'REDIS_URL',
    'must be set in production: the embedded Redis keeps nothing',
    (s) => isProduction(s) && s.REDIS_URL === undefined,
  ],
  [
    'REDIS_URL',
    'must be set when the services run apart: the embedded Redis lives in one process',
    (s) => isApart(s) && s.REDIS_URL === undefined,
  ],
  [
    'SESSION_KEYS_FILE',
    'must be set in production: a key that ends with the process leaves sessions nobody can open',
    (s) => isProduction(s) && s.SESSION_KEYS_FILE === undefined,
  ],
  [
    'SESSION_KEYS_FILE',
    'must be set when the services run apart: both open the same sessions',
    (s) => isApart(s) && s.SESSION_KEYS_FILE === undefined,
  ],
]

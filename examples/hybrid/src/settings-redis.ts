import * as v from 'valibot'
import { type CommonSettings, type Contradiction, commonSettings, wholeNumber } from './settings-schema.ts'

/** The settings of every strategy that uses Redis. */
export const redisSettings = {
  ...commonSettings,
  REDIS_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (url) => /^rediss?:\/\/[^/]/.test(url) && URL.canParse(url),
        'must be a URL that starts with redis:// or rediss://',
      ),
    ),
  ),
  /** What a request is willing to wait for one answer of Redis. */
  REDIS_TIMEOUT_MS: wholeNumber(50, 1, 5_000),
  /** How long a refresh token that was just used still yields the same successor: two tabs may race. */
  REFRESH_GRACE_SECONDS: wholeNumber(10, 0, 60),
} as const

type WithRedis = CommonSettings & { readonly REDIS_URL?: string | undefined }

export const redisContradictions: readonly Contradiction<WithRedis>[] = [
  [
    'REDIS_URL',
    'must be set in production: the embedded Redis keeps nothing',
    (s) => s.NODE_ENV === 'production' && s.REDIS_URL === undefined,
  ],
  [
    'REDIS_URL',
    'must be set when the services run apart: the embedded Redis lives in one process',
    (s) => s.SERVICE !== 'all' && s.REDIS_URL === undefined,
  ],
]

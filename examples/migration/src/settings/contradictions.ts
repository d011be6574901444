import type { CommonSettings } from './schema.ts'

/** One rule across settings: the setting to name, what it should be, and when it is wrong. */
export type Contradiction<T> = readonly [
  setting: string,
  expectation: string,
  isWrong: (settings: T) => boolean,
]

export const commonContradictions: readonly Contradiction<CommonSettings>[] = [
  [
    'SESSION_IDLE_SECONDS',
    'must not be longer than SESSION_ABSOLUTE_SECONDS',
    (s) => s.SESSION_IDLE_SECONDS > s.SESSION_ABSOLUTE_SECONDS,
  ],
  [
    'ACCESS_TTL_SECONDS',
    'must not be longer than SESSION_IDLE_SECONDS',
    (s) => s.ACCESS_TTL_SECONDS > s.SESSION_IDLE_SECONDS,
  ],
  [
    'SIGNING_ALG',
    'must be Ed25519, ES256 or RS256 when the services run apart: with HS256 each of them could mint tokens',
    (s) => s.SIGNING_ALG === 'HS256' && s.SERVICE !== 'all',
  ],
  [
    'JWT_SECRET',
    'must be set when SIGNING_ALG is HS256',
    (s) => s.SIGNING_ALG === 'HS256' && s.JWT_SECRET === undefined,
  ],
  [
    'JWT_SECRET',
    'must be unset unless SIGNING_ALG is HS256',
    (s) => s.SIGNING_ALG !== 'HS256' && s.JWT_SECRET !== undefined,
  ],
  [
    'SIGNING_KEYS_FILE',
    'must be unset when SIGNING_ALG is HS256, which signs with JWT_SECRET',
    (s) => s.SIGNING_ALG === 'HS256' && s.SIGNING_KEYS_FILE !== undefined,
  ],
  [
    'SIGNING_KEYS_FILE',
    'must be unset but for the issuer: who only verifies must not be able to sign',
    (s) => isVerifierOnly(s) && s.SIGNING_KEYS_FILE !== undefined,
  ],
  [
    'SIGNING_KEYS_FILE',
    'must be set in production: a file of private keys; make one with: npm run keys',
    (s) => isProductionIssuer(s) && s.SIGNING_ALG !== 'HS256' && s.SIGNING_KEYS_FILE === undefined,
  ],
  [
    'EXCHANGE_SECRET',
    'must be set when the services run apart, to the same value for the issuer and the API service',
    (s) => (s.SERVICE === 'issuer' || s.SERVICE === 'api') && s.EXCHANGE_SECRET === undefined,
  ],
  [
    'LEDGER_AUDIENCE',
    'must differ from AUDIENCE: a token for one service must not open the other',
    (s) => s.LEDGER_AUDIENCE === s.AUDIENCE,
  ],
  // #region https
  [
    'ISSUER_URL',
    'must start with https:// in production',
    (s) => s.NODE_ENV === 'production' && !s.ISSUER_URL.startsWith('https://'),
  ],
  // #endregion https
  [
    'DEMO_USERS',
    'must be off in production; put your own directory into src/users.ts',
    (s) => isProductionIssuer(s) && s.DEMO_USERS !== 'off',
  ],
]

const isVerifierOnly = (s: CommonSettings) => s.SERVICE === 'api' || s.SERVICE === 'ledger'
const isProductionIssuer = (s: CommonSettings) => s.NODE_ENV === 'production' && !isVerifierOnly(s)

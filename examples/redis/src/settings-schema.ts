import * as v from 'valibot'

/** A wrong setting. The message names the setting and what it should be, never what it was. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
  readonly code = 'setting_invalid'
  readonly setting: string

  constructor(setting: string, expectation: string) {
    super(`${setting} ${expectation}`)
    this.setting = setting
  }
}

/** A whole number between two limits, with a default. */
export const wholeNumber = (fallback: number, least: number, most: number) => {
  const message = `must be a whole number from ${least} to ${most}`
  return v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d+$/, message),
      v.transform(Number),
      v.minValue(least, message),
      v.maxValue(most, message),
    ),
    String(fallback),
  )
}

export const oneOf = <const T extends readonly [string, ...string[]]>(choices: T) =>
  v.optional(v.picklist(choices, `must be one of ${choices.join(', ')}`), choices[0])

export const webUrl = (fallback: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.check(isWebUrl, 'must be a URL that starts with http:// or https:// and does not end with /'),
    ),
    fallback,
  )

const isWebUrl = (text: string) => /^https?:\/\/[^/]/.test(text) && URL.canParse(text) && !text.endsWith('/')

/** The settings that every strategy has. Names are those of the environment. */
export const commonSettings = {
  /** What this process runs: both services, or one of them. */
  SERVICE: oneOf(['all', 'issuer', 'api']),
  NODE_ENV: oneOf(['development', 'test', 'production']),
  HOST: v.optional(v.pipe(v.string(), v.nonEmpty('must be a host name or an address')), 'localhost'),
  ISSUER_PORT: wholeNumber(3000, 0, 65535),
  API_PORT: wholeNumber(3001, 0, 65535),
  /** The `iss` of every token. */
  ISSUER_URL: webUrl('http://localhost:3000'),
  /** Where the API service fetches the issuer's keys. Unset: `/.well-known/jwks.json` below ISSUER_URL. */
  JWKS_URL: v.optional(
    v.pipe(v.string(), v.check(isWebUrl, 'must be a URL that starts with http:// or https://')),
  ),
  /** The `aud` of every access token. */
  AUDIENCE: webUrl('http://localhost:3001'),
  /** HS256 needs no key pair, but whoever can check a token can also mint one: one process only. */
  SIGNING_ALG: oneOf(['Ed25519', 'ES256', 'HS256']),
  /** The private key as a JWK in JSON. Unset: a new key at every start, so not in production. */
  SIGNING_KEY: v.optional(v.string()),
  /** For HS256 alone. At least as long as the hash (RFC 7518 section 3.2). */
  JWT_SECRET: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (secret) => new TextEncoder().encode(secret).length >= 32,
        'must have 32 bytes or more; make one with: openssl rand -base64 48',
      ),
    ),
  ),
  ACCESS_TTL_SECONDS: wholeNumber(300, 10, 3600),
  /** A session ends after this long without use, and so does a refresh token. */
  SESSION_IDLE_SECONDS: wholeNumber(1800, 60, 2_592_000),
  /** A session ends this long after login, used or not. */
  SESSION_ABSOLUTE_SECONDS: wholeNumber(43_200, 60, 31_536_000),
  CLOCK_TOLERANCE_SECONDS: wholeNumber(5, 0, 60),
  /** The built-in accounts with a published password. */
  DEMO_USERS: v.optional(v.picklist(['on', 'off'], 'must be one of on, off')),
} as const

export type CommonSettings = v.InferOutput<v.ObjectSchema<typeof commonSettings, undefined>>

/** One rule across settings: the setting to name, what it should be, and when it is wrong. */
export type Contradiction<T> = readonly [
  setting: string,
  expectation: string,
  isWrong: (settings: T) => boolean,
]

const commonContradictions: readonly Contradiction<CommonSettings>[] = [
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
    'SIGNING_KEY',
    'must be unset when SIGNING_ALG is HS256, which signs with JWT_SECRET',
    (s) => s.SIGNING_ALG === 'HS256' && s.SIGNING_KEY !== undefined,
  ],
  [
    'SIGNING_ALG',
    'must be Ed25519 or ES256 when the services run apart: with HS256 the API service could mint tokens',
    (s) => s.SIGNING_ALG === 'HS256' && s.SERVICE !== 'all',
  ],
  [
    'SIGNING_KEY',
    'must be set in production: a private JWK in JSON, the same after every start',
    (s) => isProductionIssuer(s) && s.SIGNING_ALG !== 'HS256' && s.SIGNING_KEY === undefined,
  ],
  [
    'ISSUER_URL',
    'must start with https:// in production',
    (s) => s.NODE_ENV === 'production' && !s.ISSUER_URL.startsWith('https://'),
  ],
  [
    'DEMO_USERS',
    'must be off in production; put your own directory into src/users.ts',
    (s) => isProductionIssuer(s) && s.DEMO_USERS !== 'off',
  ],
]

const isProductionIssuer = (s: CommonSettings) => s.NODE_ENV === 'production' && s.SERVICE !== 'api'

/**
 * Reads settings from an environment. An empty value counts as unset.
 *
 * @throws SettingsError for the first setting that is wrong or contradicts another
 */
export function readSettings<const TSettings extends CommonSettings>(
  schema: v.GenericSchema<unknown, TSettings>,
  contradictions: readonly Contradiction<TSettings>[],
  env: Readonly<Record<string, string | undefined>>,
): TSettings {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = v.safeParse(schema, present)
  if (!result.success) {
    const [issue] = result.issues
    throw new SettingsError(v.getDotPath(issue) ?? 'settings', issue.message)
  }
  const settings = result.output
  for (const [setting, expectation, isWrong] of [...commonContradictions, ...contradictions]) {
    if (isWrong(settings)) throw new SettingsError(setting, expectation)
  }
  return settings
}

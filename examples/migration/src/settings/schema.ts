import * as v from 'valibot'

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

const secret = v.optional(
  v.pipe(
    v.string(),
    v.check(
      (text) => new TextEncoder().encode(text).length >= 32,
      'must have 32 bytes or more; make one with: openssl rand -base64 48',
    ),
  ),
)

/** The settings that every strategy has. Names are those of the environment. */
export const commonSettings = {
  /** What this process runs: all services, or one of them. */
  SERVICE: oneOf(['all', 'issuer', 'api', 'ledger']),
  /** What it is run for. In production, settings that are meant for trying things out stop the start. */
  NODE_ENV: oneOf(['development', 'test', 'production']),
  /** The name or address that the services listen on. */
  HOST: v.optional(v.pipe(v.string(), v.nonEmpty('must be a host name or an address')), 'localhost'),
  /** Where the issuer listens. 0: any free port. */
  ISSUER_PORT: wholeNumber(3000, 0, 65535),
  /** Where the API service listens. 0: any free port. */
  API_PORT: wholeNumber(3001, 0, 65535),
  /** Where the ledger, the internal service, listens. 0: any free port. */
  LEDGER_PORT: wholeNumber(3002, 0, 65535),
  /** The `iss` of every token, and the address of the issuer. */
  ISSUER_URL: webUrl('http://localhost:3000'),
  /** Where services fetch the issuer's keys. Unset: `/.well-known/jwks.json` below ISSUER_URL. */
  JWKS_URL: v.optional(
    v.pipe(v.string(), v.check(isWebUrl, 'must be a URL that starts with http:// or https://')),
  ),
  /** Where the API service exchanges tokens. Unset: `/token` below ISSUER_URL. */
  TOKEN_URL: v.optional(
    v.pipe(v.string(), v.check(isWebUrl, 'must be a URL that starts with http:// or https://')),
  ),
  /** How long a service may keep the key set it fetched. */
  JWKS_MAX_AGE_SECONDS: wholeNumber(300, 1, 600),
  /** The `aud` of every access token, and the address of the API service. */
  AUDIENCE: webUrl('http://localhost:3001'),
  /** The `aud` of tokens for the internal service, and its address. */
  LEDGER_AUDIENCE: webUrl('http://localhost:3002'),
  /** What the API service shows the issuer to exchange a token. Unset: made at the start, so for one process only. */
  EXCHANGE_SECRET: secret,
  /** How tokens are signed. HS256 needs no key pair, but whoever can check a token can also mint one: one process only. */
  SIGNING_ALG: oneOf(['Ed25519', 'ES256', 'RS256', 'HS256']),
  /** The file of private keys that `npm run keys` made, for the issuer alone. Unset: a new key at every start. */
  SIGNING_KEYS_FILE: v.optional(v.string()),
  /** What signs and checks with HS256, and for HS256 alone. At least as long as the hash (RFC 7518 section 3.2). */
  JWT_SECRET: secret,
  /** How long an access token lives. */
  ACCESS_TTL_SECONDS: wholeNumber(300, 10, 3600),
  /** A session ends after this long without use, and so does a refresh token. */
  SESSION_IDLE_SECONDS: wholeNumber(1800, 60, 2_592_000),
  /** A session ends this long after login, used or not. */
  SESSION_ABSOLUTE_SECONDS: wholeNumber(43_200, 60, 31_536_000),
  /** How long after a login a route of high risk is open. Then it asks for another login. */
  STEP_UP_SECONDS: wholeNumber(3600, 60, 31_536_000),
  /** How far the clocks of issuer and services may differ. An expired token works for as long, too. */
  CLOCK_TOLERANCE_SECONDS: wholeNumber(5, 0, 60),
  /** How many proxies of yours stand before the services and add to X-Forwarded-For. */
  TRUSTED_PROXIES: wholeNumber(0, 0, 5),
  /** How long a stopping service goes on serving while it says that it is not ready. */
  SHUTDOWN_DELAY_MS: wholeNumber(0, 0, 60_000),
  /** How long requests in flight may take to finish after that. */
  SHUTDOWN_TIMEOUT_MS: wholeNumber(10_000, 100, 120_000),
  /** The built-in accounts with a published password. Unset: on. */
  DEMO_USERS: v.optional(v.picklist(['on', 'off'], 'must be one of on, off')),
} as const

/** Those that may come as a file, by the name with _FILE behind it; see `withSecretFiles`. */
export const commonSecrets = ['EXCHANGE_SECRET', 'JWT_SECRET'] as const

export type CommonSettings = v.InferOutput<v.ObjectSchema<typeof commonSettings, undefined>>

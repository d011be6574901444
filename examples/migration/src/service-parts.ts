import type { Hono } from 'hono'
import type { Clock } from './clock.ts'
import type { AuthEnv } from './http/base-app.ts'
import type { Checks, Health } from './http/health.ts'
import type { Limits, MakeLimiter } from './http/rate-limits.ts'
import type { Fetch } from './keys/remote-keys.ts'
import type { SigningKeys } from './keys/signing-keys.ts'
import type { KeySource } from './keys/verification-key.ts'
import type { Settings } from './settings.ts'
import type { RevocationPromise, TokenVerifier } from './token-strategy.ts'
import type { TokenSigner } from './tokens/token-signer.ts'
import type { UserDirectory } from './users.ts'
import type { Log, Watch } from './watch/watch.ts'

/** What the check of a token is made from. */
export interface CheckParts {
  readonly settings: Settings
  readonly clock: Clock
  readonly keys: KeySource
  /** The one `aud` that is accepted. */
  readonly audience: string
}

/** What a verifier is made from. */
export interface VerifierParts extends CheckParts {
  readonly watch: Watch
}

/** What a strategy is made from. */
export interface StrategyParts extends VerifierParts {
  readonly signer: TokenSigner
  readonly users: UserDirectory
}

/** A verifier or strategy with the connection behind it. */
export interface Wired<T extends TokenVerifier> {
  readonly verifier: T
  readonly store?: StoreConnection
  readonly makeLimiter?: MakeLimiter
  /** What it needs to be ready. */
  readonly checks: Checks
  close(): Promise<void>
}

/** The line to the store. A demo cuts it to show an outage. */
export interface StoreConnection {
  disconnect(): Promise<void>
  connect(): Promise<void>
}

export interface Service {
  readonly app: Hono<AuthEnv>
  readonly health: Health
  readonly store?: StoreConnection
  close(): Promise<void>
}

export interface IssuerService extends Service {
  readonly revocation: RevocationPromise
}

/** What differs from one run to another: time, network, log. The defaults are those of a process of its own. */
export interface Surroundings {
  readonly clock?: Clock
  /** How services reach each other. */
  readonly fetch?: Fetch
  readonly log?: Log
}

export interface IssuerSurroundings extends Surroundings {
  readonly users?: UserDirectory
  readonly limits?: Limits
  readonly signingKeys?: SigningKeys
}

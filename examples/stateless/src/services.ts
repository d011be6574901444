import type { Hono } from 'hono'
import type { JWTVerifyGetKey } from 'jose'
import { createApiApp } from './api-app.ts'
import { type Clock, systemClock } from './clock.ts'
import type { AuthEnv } from './http.ts'
import { createIssuerApp } from './issuer-app.ts'
import { loadSigningKey, localKeys, remoteKeys } from './keys.ts'
import type { Settings } from './settings.ts'
import { createTokenSigner, type TokenSigner } from './token-signer.ts'
import type { RevocationPromise, TokenVerifier } from './token-strategy.ts'
import { openUserDirectory, type UserDirectory } from './users.ts'
import { wireStrategy, wireVerifier } from './wiring.ts'

/** What a verifier is made from. */
export interface VerifierParts {
  readonly settings: Settings
  readonly clock: Clock
  readonly keys: JWTVerifyGetKey
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
  close(): Promise<void>
}

/** The line to the store. A demo cuts it to show an outage. */
export interface StoreConnection {
  disconnect(): Promise<void>
  connect(): Promise<void>
}

export interface Service {
  readonly app: Hono<AuthEnv>
  readonly store?: StoreConnection
  close(): Promise<void>
}

export interface IssuerService extends Service {
  readonly revocation: RevocationPromise
}

export async function createIssuerService(
  settings: Settings,
  { clock = systemClock, users = openUserDirectory(settings) }: { clock?: Clock; users?: UserDirectory } = {},
): Promise<IssuerService> {
  const key = await loadSigningKey(settings)
  const signer = createTokenSigner(key, settings, clock)
  const { verifier: strategy, ...connection } = await wireStrategy({
    settings,
    clock,
    keys: localKeys(key),
    signer,
    users,
  })
  const app = createIssuerApp({ strategy, users, jwks: key.jwks })
  return { app, revocation: strategy.revocation, ...connection }
}

type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** @param fetch how the service reaches the issuer's published keys */
export async function createApiService(
  settings: Settings,
  { clock = systemClock, fetch = globalThis.fetch }: { clock?: Clock; fetch?: Fetch } = {},
): Promise<Service> {
  const { verifier, ...connection } = await wireVerifier({
    settings,
    clock,
    keys: await apiKeys(settings, fetch),
  })
  return { app: createApiApp(verifier), ...connection }
}

async function apiKeys(settings: Settings, fetch: Fetch): Promise<JWTVerifyGetKey> {
  // The settings allow HS256 only where both services are one process and so share the secret anyway.
  if (settings.SIGNING_ALG === 'HS256') return localKeys(await loadSigningKey(settings))
  return remoteKeys(settings.JWKS_URL ?? `${settings.ISSUER_URL}/.well-known/jwks.json`, fetch)
}

/** Both services in one process. The API service still learns the keys through the issuer's JWKS endpoint. */
export async function createBothServices(settings: Settings, clock: Clock = systemClock) {
  const issuer = await createIssuerService(settings, { clock })
  const api = await createApiService(settings, {
    clock,
    fetch: async (url, init) => issuer.app.request(url, init),
  })
  return { issuer, api }
}

import { createApiApp } from './api-app.ts'
import { type Clock, systemClock } from './clock.ts'
import type { BaseParts } from './http/base-app.ts'
import type { Place } from './http/credentials.ts'
import { createEndEarlier } from './http/earlier-session.ts'
import { createHealth } from './http/health.ts'
import { createRateLimits, defaultLimits, localLimiter } from './http/rate-limits.ts'
import { requireRecentLogin } from './http/step-up.ts'
import { createIssuerApp } from './issuer-app.ts'
import { type Fetch, RemoteKeys } from './keys/remote-keys.ts'
import { localKeys, openSigningKeys, publishedKeys } from './keys/signing-keys.ts'
import { createLedgerApp } from './ledger-app.ts'
import { createLedgerClient } from './ledger-client.ts'
import type { IssuerService, IssuerSurroundings, Service, Surroundings } from './service-parts.ts'
import type { Settings } from './settings.ts'
import { createTokenSigner } from './tokens/token-signer.ts'
import { openUserDirectory } from './users.ts'
import { createMetrics } from './watch/metrics.ts'
import { createWatch, quietLog, type Watch } from './watch/watch.ts'
import { watchStrategy } from './watch/watched-strategy.ts'
import { strategyName, wireStrategy, wireVerifier } from './wiring.ts'

export async function createIssuerService(
  settings: Settings,
  around: IssuerSurroundings = {},
): Promise<IssuerService> {
  const { clock = systemClock, users = openUserDirectory(settings), limits = defaultLimits } = around
  const watch = watchFor(around)
  const ring = around.signingKeys ?? (await openSigningKeys(settings, clock))
  const signer = createTokenSigner(ring, settings, clock, watch.tell)
  const parts = { settings, clock, watch, signer, users, keys: localKeys(ring), audience: settings.AUDIENCE }
  const { verifier, checks, makeLimiter = localLimiter, ...connection } = await wireStrategy(parts)
  const strategy = watchStrategy(verifier, watch.tell)
  const base = { watch, health: createHealth(checks), ageMs: strategy.ageMs }
  const issuerParts = {
    ...{ strategy, signer, users, settings },
    limits: createRateLimits(limits, makeLimiter, watch.tell),
    endEarlier: createEndEarlier(strategy, parts),
    publishedKeys: () => publishedKeys(ring),
  }
  const app = createIssuerApp(issuerParts, base, placeOf(settings.ISSUER_URL, settings))
  return { app, health: base.health, revocation: strategy.revocation, ...connection }
}

export async function createApiService(settings: Settings, around: Surroundings = {}): Promise<Service> {
  const { clock = systemClock, fetch = globalThis.fetch } = around
  const watch = watchFor(around)
  const { source, areReady } = await verificationKeys(settings, clock, fetch)
  const parts = { settings, clock, watch, keys: source, audience: settings.AUDIENCE }
  const { verifier, checks, makeLimiter: _, ...connection } = await wireVerifier(parts)
  const base: BaseParts = {
    watch,
    health: createHealth({ keys: areReady, ...checks }),
    ageMs: verifier.ageMs,
  }
  const ledger = createLedgerClient(settings, fetch)
  const stepUp = requireRecentLogin(settings.STEP_UP_SECONDS, clock)
  const app = createApiApp(verifier, ledger, base, placeOf(settings.AUDIENCE, settings), stepUp)
  return { app, health: base.health, ...connection }
}

export async function createLedgerService(settings: Settings, around: Surroundings = {}): Promise<Service> {
  const { clock = systemClock, fetch = globalThis.fetch } = around
  const { source, areReady } = await verificationKeys(settings, clock, fetch)
  const base: BaseParts = { watch: watchFor(around), health: createHealth({ keys: areReady }) }
  const parts = { settings, clock, keys: source, audience: settings.LEDGER_AUDIENCE }
  const app = createLedgerApp(parts, base, placeOf(settings.LEDGER_AUDIENCE, settings))
  return { app, health: base.health, close: async () => {} }
}

const watchFor = ({ log = quietLog }: Surroundings): Watch => createWatch(createMetrics(strategyName), log)

const placeOf = (publicUrl: string, { TRUSTED_PROXIES }: Settings): Place => ({
  publicUrl,
  trustedProxies: TRUSTED_PROXIES,
})

async function verificationKeys(settings: Settings, clock: Clock, fetch: Fetch) {
  // The settings allow HS256 only where all services are one process and so share the secret anyway.
  if (settings.SIGNING_ALG === 'HS256') {
    const ring = await openSigningKeys(settings, clock)
    return { source: localKeys(ring), areReady: () => true }
  }
  const url = settings.JWKS_URL ?? `${settings.ISSUER_URL}/.well-known/jwks.json`
  const remote = new RemoteKeys({ url, algorithms: [settings.SIGNING_ALG], clock, fetch })
  return { source: remote.source, areReady: () => remote.areReady() }
}

/** All services in one process. They reach each other as they would over a network, by their addresses. */
export async function createServices(settings: Settings, around: IssuerSurroundings = {}) {
  const fetch: Fetch = async (url, init) => {
    const target = url.startsWith(settings.LEDGER_AUDIENCE) ? ledger : issuer
    return target.app.request(url, init)
  }
  const issuer = await createIssuerService(settings, around)
  const ledger = await createLedgerService(settings, { ...around, fetch })
  const api = await createApiService(settings, { ...around, fetch })
  return { issuer, api, ledger }
}

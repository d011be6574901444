import { RemoteKeys } from './keys/remote-keys.ts'
import type { Surroundings } from './service-parts.ts'
import type { Settings } from './settings.ts'
import { createMetrics } from './watch/metrics.ts'
import { createWatch } from './watch/watch.ts'
import { strategyName, wireVerifier } from './wiring.ts'

/** What a service of yours needs to check tokens, on whatever framework. It fetches public keys, and has no other. */
export async function openVerifier(settings: Settings, { clock, fetch, log }: Required<Surroundings>) {
  const { ISSUER_URL, JWKS_URL, SIGNING_ALG, AUDIENCE, TRUSTED_PROXIES } = settings
  const url = JWKS_URL ?? `${ISSUER_URL}/.well-known/jwks.json`
  const { source } = new RemoteKeys({ url, algorithms: [SIGNING_ALG], clock, fetch })
  const watch = createWatch(createMetrics(strategyName), log)
  const parts = { settings, clock, watch, keys: source, audience: AUDIENCE }
  const { verifier, close } = await wireVerifier(parts)
  return { verifier, watch, close, place: { publicUrl: AUDIENCE, trustedProxies: TRUSTED_PROXIES } }
}

export type Opened = Awaited<ReturnType<typeof openVerifier>>

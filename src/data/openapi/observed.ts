import * as hybrid from '../../../examples/hybrid/src/services.ts'
import { readSettings as readHybridSettings } from '../../../examples/hybrid/src/settings.ts'
import * as redis from '../../../examples/redis/src/services.ts'
import { readSettings as readRedisSettings } from '../../../examples/redis/src/settings.ts'
import * as stateless from '../../../examples/stateless/src/services.ts'
import { readSettings as readStatelessSettings } from '../../../examples/stateless/src/settings.ts'
import type { StrategyName } from '../../components/strategies.ts'

export const serviceNames = ['issuer', 'api', 'ledger'] as const
export type ServiceName = (typeof serviceNames)[number]

/** What the services of a starter tell of themselves when they run. */
export interface Observed {
  readonly services: Readonly<Record<ServiceName, ObservedService>>
  readonly revocation: 'at-expiry' | 'immediate' | 'bounded'
  /** Whether it takes tokens that are bound to a key. */
  readonly takesDpop: boolean
}

export interface ObservedService {
  readonly url: string
  /** Method and pattern, such as `DELETE /sessions/:sid`. */
  readonly routes: readonly string[]
  /** What it has to have to be ready. */
  readonly needs: readonly string[]
  readonly headersOfEveryAnswer: Readonly<Record<string, string>>
  readonly tellsAge: boolean
}

interface Service {
  readonly app: {
    readonly routes: readonly { readonly method: string; readonly path: string }[]
    request(path: string, init?: RequestInit): Response | Promise<Response>
  }
  close(): Promise<void>
}

/** Without a REDIS_URL each runs over the Redis inside its process. */
const statelessSettings = readStatelessSettings({})
const open = {
  stateless: () => stateless.createServices(statelessSettings),
  redis: () => redis.createServices(readRedisSettings({})),
  hybrid: () => hybrid.createServices(readHybridSettings({})),
}

const urls: Readonly<Record<ServiceName, string>> = {
  issuer: statelessSettings.ISSUER_URL,
  api: statelessSettings.AUDIENCE,
  ledger: statelessSettings.LEDGER_AUDIENCE,
}

export const ageHeader = 'Revocation-Age-Ms'

/** Starts the three services of a starter, looks at them, and stops them. */
export async function observe(name: StrategyName): Promise<Observed> {
  const { issuer, api, ledger } = await open[name]()
  try {
    const services = {
      issuer: await lookAt(issuer, urls.issuer),
      api: await lookAt(api, urls.api),
      ledger: await lookAt(ledger, urls.ledger),
    }
    return { services, revocation: issuer.revocation.kind, takesDpop: await takesDpop(api) }
  } finally {
    await Promise.all([issuer, api, ledger].map((service) => service.close()))
  }
}

async function lookAt({ app }: Service, url: string): Promise<ObservedService> {
  const { 'content-type': _, ...headers } = Object.fromEntries((await app.request('/healthz')).headers)
  const { [ageHeader.toLowerCase()]: age, ...headersOfEveryAnswer } = headers
  const { checks } = await (await app.request('/readyz')).json()
  // Middleware counts as a route for all methods, or as a second one of the same name.
  const routes = app.routes.filter(({ method }) => method !== 'ALL')
  return {
    ...{ url, headersOfEveryAnswer, tellsAge: age !== undefined, needs: Object.keys(checks) },
    routes: [...new Set(routes.map(({ method, path }) => `${method} ${path}`))],
  }
}

/** Whoever does not take the scheme says so before it looks at the token. */
async function takesDpop({ app }: Service): Promise<boolean> {
  const answer = await app.request('/me', { headers: { authorization: 'DPoP none' } })
  return (await answer.json()).code !== 'scheme_unsupported'
}

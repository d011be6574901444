import { ShiftedClock } from '../../examples/stateless/src/clock.ts'
import { defaultLimits, type Limits } from '../../examples/stateless/src/http/rate-limits.ts'
import type { Fetch } from '../../examples/stateless/src/keys/remote-keys.ts'
import type { SigningKeys } from '../../examples/stateless/src/keys/signing-keys.ts'
import type { RevocationPromise } from '../../examples/stateless/src/token-strategy.ts'
import type { UserDirectory } from '../../examples/stateless/src/users.ts'
import type { Tell } from '../../examples/stateless/src/watch/security-events.ts'
import type { Engine } from './engines.ts'
import { starters } from './services.ts'

export type StrategyName = 'stateless' | 'redis' | 'hybrid'
export type Env = Record<string, string | undefined>

interface App {
  request(path: string, init?: RequestInit): Response | Promise<Response>
  fetch(request: Request, env?: object): Response | Promise<Response>
}

export interface Service {
  readonly app: App
  readonly health: { startStopping(): void }
  readonly store?: { disconnect(): Promise<void>; connect(): Promise<void> }
  close(): Promise<void>
}

/** Puts something around a starter's own accounts. */
export type WrapUsers = (users: UserDirectory) => UserDirectory

/** What a test may put in the place of the starter's own. */
export interface SystemOptions {
  readonly env?: Env
  readonly wrapUsers?: WrapUsers
  readonly signingKeys?: SigningKeys
  readonly limits?: Limits
  readonly clock?: ShiftedClock
  readonly tell?: Tell
  /** Puts something between services, such as a count of the requests. */
  readonly wrapFetch?: (fetch: Fetch) => Fetch
}

/** One issuer, two API services and the ledger over one Redis: what a product looks like to its clients. */
export interface System {
  readonly clock: ShiftedClock
  readonly revocation: RevocationPromise
  readonly issuer: Service
  readonly api: Service
  readonly otherApi: Service
  readonly ledger: Service
  addApi(): Promise<Service>
  close(): Promise<void>
}

/** No limits: these tests log in and refresh more often in a second than anybody does in a day. */
const unlimited = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, { attempts: 1_000_000, withinSeconds: 1 }]),
) as unknown as Limits

/** These tests ask whether answers are right, and a busy machine may be slow: no time of a service is over for that. */
export const generous = {
  REDIS_TIMEOUT_MS: '2000',
  REVOCATION_BOUND_MS: '60000',
  SYNC_INTERVAL_MS: '50',
}

/** What the hybrid asks of its own accord is made rare, so that Redis is asked by requests alone. */
export const quietFeed = { SYNC_INTERVAL_MS: '30000', REVOCATION_BOUND_MS: '60000' }

export async function openSystem(
  name: StrategyName,
  engine: Pick<Engine, 'url'> | undefined,
  options: SystemOptions = {},
): Promise<System> {
  const { clock = new ShiftedClock(), limits = unlimited, wrapFetch = (fetch) => fetch } = options
  const { tell = () => {}, wrapUsers = (users) => users, signingKeys } = options
  const env = { NODE_ENV: 'test', REDIS_URL: engine?.url, ...generous, ...options.env }
  const log = { tell, fault: console.error }
  const starter = starters[name]
  const issuer = await starter.issuer(env, {
    clock,
    limits,
    log,
    wrapUsers,
    ...(signingKeys && { signingKeys }),
  })
  const services: Service[] = [issuer]
  const fetch = wrapFetch(async (url, init) => {
    const { port } = new URL(url)
    return (port === '3002' ? ledger : issuer).app.request(url, init)
  })
  const ledger = await starter.ledger(env, { clock, log, fetch })
  services.push(ledger)
  const addApi = async () => {
    const service = await starter.api(env, { clock, log, fetch })
    services.push(service)
    return service
  }
  return {
    ...{ clock, revocation: issuer.revocation, issuer, ledger, addApi },
    api: await addApi(),
    otherApi: await addApi(),
    close: async () => void (await Promise.all(services.map((service) => service.close()))),
  }
}

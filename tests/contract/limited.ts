import { onTestFinished } from 'vitest'
import { defaultLimits, type Limits } from '../../examples/stateless/src/http/rate-limits.ts'
import { type Answer, ask, json, password } from '../kit/client.ts'
import type { Engine } from '../kit/engines.ts'
import { openSystem, type StrategyName, type System, type SystemOptions } from '../kit/systems.ts'

/** So many tries that no test gets there, but for the limits it is about. */
const plenty = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, { attempts: 10_000, withinSeconds: 60 }]),
) as unknown as Limits

/** `attempts` of each limit that matters; they count for a minute. */
export type Few = Partial<Record<keyof Limits, number>>

export const limitsOf = (few: Few): Limits => ({
  ...plenty,
  ...Object.fromEntries(
    Object.entries(few).map(([name, attempts]) => [name, { attempts, withinSeconds: 60 }]),
  ),
})

/** A system behind one proxy, so that a request can come from anywhere. Closed when the test ends. */
export async function openLimited(
  where: { readonly strategy: StrategyName; readonly engine: Pick<Engine, 'url'> },
  limits: Limits,
  { env, ...options }: SystemOptions = {},
): Promise<System> {
  const system = await openSystem(where.strategy, where.engine, {
    ...options,
    limits,
    env: { TRUSTED_PROXIES: '1', ...env },
  })
  onTestFinished(() => system.close())
  return system
}

export interface Try {
  readonly from?: string
  readonly username?: string
  readonly secret?: string
}

/** What a guesser tries. */
export const wrong = { secret: 'guess' }

export const tryLogin = (
  { issuer }: System,
  { from = '203.0.113.7', username = 'alice', secret = password }: Try = {},
): Promise<Answer> => ask(issuer, 'POST', '/login', seenFrom(from, json({ username, password: secret })))

export const tryRefresh = (
  { issuer }: System,
  token: string,
  { from = '203.0.113.7' }: Try = {},
): Promise<Answer> => ask(issuer, 'POST', '/refresh', seenFrom(from, json({ refresh_token: token })))

/** What proxies say of a request: whom each of them saw. */
export const seenFrom = (forwardedFor: string, init: RequestInit): RequestInit => ({
  ...init,
  headers: { ...init.headers, 'x-forwarded-for': forwardedFor },
})

/** One request after the other, by what each was answered. */
export async function statusesOf(requests: readonly (() => Promise<Answer>)[]): Promise<number[]> {
  const statuses: number[] = []
  for (const request of requests) statuses.push((await request()).status)
  return statuses
}

export const times = <T>(count: number, item: T): T[] => Array<T>(count).fill(item)

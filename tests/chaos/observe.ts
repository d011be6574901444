import type { Observation, Request, Word } from '../../src/data/chaos/observation.ts'
import {
  type Answer,
  ask,
  bearer,
  catalog,
  eventually,
  isOk,
  logIn,
  longestAccessSeconds,
  type Pair,
  refresh,
  signIn,
  transfer,
} from '../kit/client.ts'
import { answered, onceRestored, untilReadAgain, untilRight } from '../kit/patience.ts'
import { openSystem, type StrategyName, type System } from '../kit/systems.ts'
import type { Bench, Fault } from './fault.ts'
import { Stopwatch } from './stopwatch.ts'

/** By then a revocation has been forgotten, since no token that it concerns is valid any more. */
const revocationLifetimeSeconds = 400

/** Short where an outage is waited for. Elsewhere nobody may take what is known for old, however slow the machine is. */
const boundMsOf = (isOutage: boolean): number => (isOutage ? 1_000 : 60_000)

/** Generous for a busy machine, unless it is to be used up. */
export const budgetMsOf = ({ budgetMs = 2_000 }: Fault): number => budgetMs

export interface Observed {
  readonly seen: Observation
  readonly watch: Stopwatch
}

/** Starts a Redis and the services of a strategy, does it, mends it, and tells what clients saw. */
export async function observe(strategy: StrategyName, fault: Fault): Promise<Observed> {
  const bench = await fault.start()
  const isOutage = fault.isOutageFor.includes(strategy)
  const env = {
    REDIS_TIMEOUT_MS: String(budgetMsOf(fault)),
    REVOCATION_BOUND_MS: String(boundMsOf(isOutage)),
    SYNC_INTERVAL_MS: '100',
  }
  const system = await openSystem(strategy, bench, { env })
  system.clock.advance(longestAccessSeconds)
  try {
    return await new Observer(system, bench, isOutage).observe(fault)
  } finally {
    await system.close()
    await bench.stop()
  }
}

class Observer {
  readonly #system: System
  readonly #bench: Bench
  readonly #isOutage: boolean
  readonly #watch = new Stopwatch()

  constructor(system: System, bench: Bench, isOutage: boolean) {
    this.#system = system
    this.#bench = bench
    this.#isOutage = isOutage
  }

  async observe({ healsItself }: Fault): Promise<Observed> {
    const [system, bench, watch] = [this.#system, this.#bench, this.#watch]
    const kept = await signIn(system)
    const spare = await signIn(system)
    const ended = await signIn(system)
    const elsewhere = await signIn(system, 'laptop', 'bob')
    await bench.settle?.()
    let last = kept
    await bench.breakIt(async () => {
      last = await signIn(system)
      await this.#end('/logout', ended)
      await this.#end('/logout-all', elsewhere)
    })
    if (healsItself) watch.start()
    await (this.#isOutage ? this.#untilNoticed(kept) : untilReadAgain(system))
    const during = await this.#during({ kept, spare, ended })
    if (!healsItself) watch.start()
    await bench.mend()
    const fresh = await untilRight(system)
    watch.stop()
    return { seen: { during, after: await this.#after({ kept, last, ended, elsewhere, fresh }) }, watch }
  }

  /** Ends a session, and sees to it that this is known. */
  async #end(path: string, { access }: Pair): Promise<void> {
    const { issuer, api, revocation } = this.#system
    await answered(() => ask(issuer, 'POST', path, bearer(access)))
    if (revocation.kind !== 'at-expiry')
      await eventually(
        () => catalog(api, access),
        ({ code }) => code === 'session_revoked',
      )
  }

  /** Until then the last answers of before are still on their way, or what is known is still fresh. */
  async #untilNoticed({ access }: Pair): Promise<void> {
    const { api, issuer, revocation } = this.#system
    const refusal = revocation.kind === 'bounded' ? 'revocations_stale' : 'store_unavailable'
    const isRefused = ({ code }: Answer) => code === refusal
    await eventually(() => this.#watch.time(transfer(api, access)), isRefused)
    await eventually(() => this.#watch.time(ask(issuer, 'GET', '/sessions', bearer(access))), isRefused)
  }

  async #during(sessions: { readonly kept: Pair; readonly spare: Pair; readonly ended: Pair }) {
    const { issuer, api } = this.#system
    const { kept, spare, ended } = sessions
    const see = (request: Request, send: () => Promise<Answer>) => this.#see(request, send)
    return {
      'GET /catalog': await see('GET /catalog', () => catalog(api, kept.access)),
      'GET /me': await see('GET /me', () => ask(api, 'GET', '/me', bearer(kept.access))),
      'POST /transfer': await see('POST /transfer', () => transfer(api, kept.access)),
      'ended token': await see('ended token', () => catalog(api, ended.access)),
      'POST /refresh': await see('POST /refresh', () => refresh(this.#system, spare.refresh)),
      'POST /login': await see('POST /login', () => logIn(this.#system)),
      'POST /logout': await see('POST /logout', () => ask(issuer, 'POST', '/logout', bearer(spare.access))),
    }
  }

  async #see(request: Request, send: () => Promise<Answer>): Promise<Word> {
    const { strike } = this.#bench
    if (strike) {
      await untilRight(this.#system)
      strike(request)
    }
    return word(await this.#watch.time(send()))
  }

  async #after(sessions: Readonly<Record<'kept' | 'last' | 'ended' | 'elsewhere' | 'fresh', Pair>>) {
    const system = this.#system
    const { kept, last, ended, elsewhere, fresh } = sessions
    const newInstance = await system.addApi()
    await eventually(() => transfer(newInstance, fresh.access), isOk)
    const soon = {
      session: word(await answered(() => refresh(system, kept.refresh))),
      lastSession: word(await answered(() => refresh(system, last.refresh))),
      endedToken: word(await onceRestored(system, () => catalog(system.api, ended.access))),
      endedTokenAtNewInstance: word(await onceRestored(system, () => catalog(newInstance, ended.access))),
    }
    system.clock.advance(revocationLifetimeSeconds)
    await untilReadAgain(system)
    return {
      ...soon,
      endedSession: word(await answered(() => refresh(system, ended.refresh))),
      endedEverywhere: word(await answered(() => refresh(system, elsewhere.refresh))),
    }
  }
}

const word = ({ code }: Answer): Word => code ?? 'ok'

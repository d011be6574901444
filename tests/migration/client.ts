import { decodeJwt } from 'jose'
import { type Answer, ask, bearer, json, type Pair, pairOf, password } from '../kit/client.ts'
import type { Service } from '../kit/systems.ts'

/** Somebody who does nothing wrong: calls with the newest tokens, and renews them in time. */
export class Client {
  pair: Pair
  /** The access token before the newest one. It is good until it expires. */
  before: string

  private constructor(pair: Pair) {
    this.pair = pair
    this.before = pair.access
  }

  static async logIn(issuer: Service, username = 'alice', device = 'laptop'): Promise<Client> {
    const body = json({ username, password, device })
    return new Client(pairOf(await ask(issuer, 'POST', '/login', body)))
  }

  async refresh(issuer: Service): Promise<void> {
    this.#take(pairOf(await refreshAt(issuer, this.pair.refresh)))
  }

  /** Two tabs with one refresh token. Each gets a pair; the client goes on with either. */
  async refreshTwice(one: Service, other: Service, pick: 0 | 1): Promise<readonly [Pair, Pair]> {
    const answers = await Promise.all([one, other].map((issuer) => refreshAt(issuer, this.pair.refresh)))
    const pairs = answers.map(pairOf) as [Pair, Pair]
    this.#take(pairs[pick])
    return pairs
  }

  /** @throws when the call is refused */
  async call(api: Service): Promise<void> {
    const { status, code } = await call(api, this.pair.access)
    if (status !== 200) throw new Error(`Refused: ${status} ${code}`)
  }

  async refreshAndCall(issuer: Service, api: Service): Promise<void> {
    await this.refresh(issuer)
    await this.call(api)
  }

  #take(pair: Pair): void {
    if (pair.sid !== this.pair.sid) throw new Error('The session changed')
    this.before = this.pair.access
    this.pair = pair
  }
}

export const refreshAt = (issuer: Service, token: string): Promise<Answer> =>
  ask(issuer, 'POST', '/refresh', json({ refresh_token: token }))

export const call = (service: Service, token: string, path = '/catalog'): Promise<Answer> =>
  ask(service, 'GET', path, bearer(token))

/** Which strategy a token is of, as its issuer signed it. */
export const markOf = (token: string): unknown => decodeJwt(token).strategy

export type Pick = <T>(from: readonly T[]) => T

/** Picks what looks random and is the same in each run. */
export function dice(seed: number): Pick {
  let state = seed
  return (from) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const picked = from[Math.floor((state / 2 ** 32) * from.length)]
    if (picked === undefined) throw new Error('There is nothing to pick from')
    return picked
  }
}

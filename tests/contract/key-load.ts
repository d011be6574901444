import { setTimeout as pause } from 'node:timers/promises'
import { decodeProtectedHeader } from 'jose'
import { type Answer, ask, bearer, json, type Pair, pairOf, password } from '../kit/client.ts'
import type { Apart } from './apart.ts'

/** An account may refresh 60 times a minute. With three of them this is a little less in all, and lasts a minute. */
const roundEveryMs = 350
const mostRounds = 170
const accounts = ['alice', 'bob', 'carol']

export const kidOf = (token: string): string => decodeProtectedHeader(token).kid ?? ''

/** Clients that log in, refresh and call without end, and what became of it. */
export class KeyLoad {
  isRunning = true
  requests = 0
  /** Every answer that was not as it should be. */
  readonly failures: string[] = []
  /** The keys that tokens were signed with, in the order in which they appeared. */
  readonly kids: string[] = []
  /** How often a token was accepted after another key had begun to sign. */
  readonly withOldKey = { calls: 0, refreshes: 0 }
  readonly #services: Pick<Apart, 'issuer' | 'api'>
  #sessions: Pair[] = []

  constructor(services: Pick<Apart, 'issuer' | 'api'>) {
    this.#services = services
  }

  /** Resolves after `stop()`, or when the most rounds are over. */
  async run(): Promise<void> {
    for (let round = 0; this.isRunning && round < mostRounds; round++) {
      await Promise.all([this.#logInAndCall(round), this.#refreshAndCall(round)])
      await pause(roundEveryMs)
    }
    this.isRunning = false
  }

  stop(): void {
    this.isRunning = false
  }

  async #logInAndCall(round: number): Promise<void> {
    const login = json({ username: accounts[round % accounts.length], password })
    const pair = await this.#tokens('/login', login, round)
    if (!pair) return
    // Six sessions, two for each account, are kept and refreshed in turn.
    if (this.#sessions.length < 2 * accounts.length) this.#sessions.push(pair)
    await this.#call(pair)
  }

  async #refreshAndCall(round: number): Promise<void> {
    const oldest = this.#sessions.shift()
    if (!oldest) return
    const hasOldKey = this.#hasOldKey(oldest.refresh)
    const renewed = await this.#tokens('/refresh', json({ refresh_token: oldest.refresh }), round)
    if (!renewed) return
    if (hasOldKey) this.withOldKey.refreshes++
    this.#sessions.push(renewed)
    await Promise.all([this.#call(oldest), this.#call(renewed)])
  }

  /** Each round comes from another address, as many clients do. */
  async #tokens(path: string, { headers, ...init }: RequestInit, round: number): Promise<Pair | undefined> {
    const from = { 'x-forwarded-for': `10.0.${round >> 8}.${round & 255}` }
    const answer = await this.#send(path, 'issuer', 'POST', { ...init, headers: { ...headers, ...from } })
    if (answer?.status !== 200) return undefined
    const pair = pairOf(answer)
    if (!this.kids.includes(kidOf(pair.access))) this.kids.push(kidOf(pair.access))
    return pair
  }

  async #call({ access }: Pair): Promise<void> {
    const hasOldKey = this.#hasOldKey(access)
    const answers = await Promise.all(
      ['/me', '/catalog'].map((path) => this.#send(path, 'api', 'GET', bearer(access))),
    )
    if (hasOldKey) this.withOldKey.calls += answers.filter((answer) => answer?.status === 200).length
  }

  #hasOldKey(token: string): boolean {
    return kidOf(token) !== this.kids.at(-1)
  }

  async #send(path: string, service: 'issuer' | 'api', method: string, init: RequestInit) {
    this.requests++
    const answer: Answer | undefined = await ask(this.#services[service], method, path, init).catch(
      (error) => {
        this.failures.push(`${path}: ${error}`)
        return undefined
      },
    )
    if (answer && answer.status !== 200) this.failures.push(`${path}: ${answer.status} ${answer.code}`)
    return answer
  }
}

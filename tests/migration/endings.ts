import { expect } from 'vitest'
import { inForce, involves, promisedIn } from '../../examples/migration/src/migration/direction.ts'
import type { Phase } from '../../examples/migration/src/migration/phases.ts'
import { ask, bearer } from '../kit/client.ts'
import { until } from '../kit/until.ts'
import { Client, call, type Pick, refreshAt } from './client.ts'
import type { Fleet, Instance } from './fleet.ts'

const promises = { stateless: 'at-expiry', hybrid: 'bounded', redis: 'immediate' } as const

/** A session, and every access token it got: of each kind that the issuers issue at the time. */
interface Held {
  readonly client: Client
  readonly tokens: readonly string[]
}

/** Every way to end sessions, and that no token of them opens anything afterwards. */
export class Endings {
  readonly #fleet: Fleet
  readonly #pick: Pick

  constructor(fleet: Fleet, pick: Pick) {
    this.#fleet = fleet
    this.#pick = pick
  }

  async all(): Promise<void> {
    await this.#logout()
    await this.#ofADevice()
    await this.#ofOthers()
    await this.#ofAll()
  }

  async #logout(): Promise<void> {
    const one = await this.#newSession()
    await this.#end('POST /logout', one, [one])
  }

  async #ofADevice(): Promise<void> {
    const [one, other] = [await this.#newSession(), await this.#newSession()]
    await this.#end(`DELETE /sessions/${other.client.pair.sid}`, one, [other])
    await this.#assertAlive(one)
  }

  async #ofOthers(): Promise<void> {
    const [one, other] = [await this.#newSession(), await this.#newSession()]
    this.#fleet.clock.advance(1)
    await this.#end('POST /logout-others', one, [other])
    await this.#assertAlive(one)
  }

  async #ofAll(): Promise<void> {
    const [one, other] = [await this.#newSession(), await this.#newSession()]
    // A stateless session is told apart from a login after this by whole seconds.
    this.#fleet.clock.advance(1)
    await this.#end('POST /logout-all', one, [one, other])
    await this.#assertAlive(await this.#newSession())
  }

  /** A session that every issuer has renewed. */
  async #newSession(): Promise<Held> {
    const { issuers } = this.#fleet
    const client = await Client.logIn(this.#pick(issuers).service, 'bob')
    const tokens = [client.pair.access]
    for (const { service } of issuers) {
      await client.refresh(service)
      tokens.push(client.pair.access)
    }
    return { client, tokens }
  }

  async #end(route: string, { client }: Held, ended: readonly Held[]): Promise<void> {
    const { direction, issuers } = this.#fleet
    const { service, phase } = this.#pick(issuers)
    const [method = '', path = ''] = route.split(' ')
    const { status, code, body } = await ask(service, method, path, bearer(client.pair.access))
    const where = `${route} in ${phase}`
    if (inForce(direction, phase) === 'stateless' && /others|sessions/.test(path)) {
      expect([status, code], where).toEqual([501, 'not_supported'])
      return
    }
    expect([status, body.revocation], where).toEqual([200, promises[promisedIn(direction, phase)]])
    for (const held of ended) await this.#assertEnded(held, phase, where)
  }

  async #assertEnded({ client, tokens }: Held, endedIn: Phase, where: string): Promise<void> {
    for (const { service, phase } of this.#fleet.apis)
      for (const token of tokens) {
        if (this.#knowsNoEnd(phase)) expect((await call(service, token)).status, where).toBe(200)
        else if (!this.#knowsNoEnd(endedIn))
          await this.#assertRefused(service, token, `${where}, at ${phase}`)
      }
    if (this.#knowsNoEnd(endedIn)) return
    for (const { service, phase } of this.#fleet.issuers.filter(({ phase }) => !this.#knowsNoEnd(phase))) {
      const { code } = await refreshAt(service, client.pair.refresh)
      expect(code, `${where}, refreshed at ${phase}`).toBe('session_revoked')
    }
  }

  /** Alone, the stateless strategy neither writes down nor looks up that a session has ended. */
  #knowsNoEnd(phase: Phase): boolean {
    return phase === 'new-only' && this.#fleet.direction.to === 'stateless'
  }

  /** At once where one of the two strategies asks Redis at each check, else as soon as the news has come. */
  async #assertRefused(service: Instance['service'], token: string, where: string): Promise<void> {
    const isRefused = async () => (await call(service, token)).status === 401
    if (!involves(this.#fleet.direction, 'redis')) await until(isRefused)
    expect(await call(service, token), where).toMatchObject({ status: 401, code: 'session_revoked' })
  }

  async #assertAlive({ client, tokens }: Held): Promise<void> {
    for (const { service, phase } of this.#fleet.apis)
      for (const token of tokens) expect(await call(service, token), phase).toMatchObject({ status: 200 })
    for (const { service } of this.#fleet.issuers) await client.refresh(service)
  }
}

import { expect } from 'vitest'
import { issuedIn } from '../../examples/migration/src/migration/direction.ts'
import type { Phase, Step } from '../../examples/migration/src/migration/phases.ts'
import { Client, call, dice, markOf } from './client.ts'
import { Endings } from './endings.ts'
import type { Fleet, Instance } from './fleet.ts'
import { lifetimeSeconds } from './workshop.ts'

/** Traffic of a product while it is migrated, and what nobody may ever see. */
export class Walk {
  readonly fleet: Fleet
  readonly clients: Client[] = []
  readonly #pick = dice(7)

  constructor(fleet: Fleet) {
    this.fleet = fleet
  }

  /** Takes a step while some instances do not notice, works on with both kinds, and lets those go. */
  async step(step: Step, phase: Phase): Promise<void> {
    const { fleet } = this
    await fleet.addSlow(1, 1)
    await this.work(1)
    expect(await fleet.step(step)).toBe(phase)
    await this.work(2)
    await new Endings(fleet, this.#pick).all()
    await fleet.closeSlow()
  }

  /** Lets time pass, as long as a token may live, with everybody at work. */
  async waitForDrain(): Promise<void> {
    for (let passed = 0; passed < lifetimeSeconds; passed += 151) {
      this.fleet.clock.advance(151)
      await this.work(1)
    }
    await this.fleet.followed()
  }

  async logIn(count: number, username = 'alice'): Promise<void> {
    for (let i = 0; i < count; i++) {
      const issuer = this.#pick(this.fleet.issuers)
      const client = await Client.logIn(issuer.service, username)
      this.#assertIssuedBy(issuer, client)
      this.clients.push(client)
    }
  }

  async work(rounds: number): Promise<void> {
    for (let i = 0; i < rounds; i++) {
      await this.logIn(1)
      // The first have been there since before the migration. Of the others, those who came last stay.
      if (this.clients.length > 4) this.clients.splice(2, 1)
      await Promise.all(this.clients.map((client) => this.#round(client)))
    }
  }

  async #round(client: Client): Promise<void> {
    const { issuers, apis } = this.fleet
    const issuer = this.#pick(issuers)
    if (this.#pick([true, false])) await client.refresh(issuer.service)
    else await this.#twoTabs(client, issuer)
    this.#assertIssuedBy(issuer, client)
    for (const { service, phase } of apis)
      for (const token of [client.pair.access, client.before])
        expect(await call(service, token), `${phase}, ${markOf(token)}`).toMatchObject({ status: 200 })
    const me = await call(this.#pick(apis).service, client.pair.access, '/me')
    expect(me.body.name).toBe('Alice')
  }

  async #twoTabs(client: Client, issuer: Instance): Promise<void> {
    const other = this.#pick(this.fleet.issuers)
    const pairs = await client.refreshTwice(issuer.service, other.service, 0)
    for (const pair of pairs) expect(pair.sid).toBe(client.pair.sid)
  }

  /** An issuer issues the kind of its own phase, and nobody else issues anything. */
  #assertIssuedBy({ phase }: Instance, { pair }: Client): void {
    expect(markOf(pair.access), phase).toBe(issuedIn(this.fleet.direction, phase))
    expect(markOf(pair.refresh), phase).toBe(issuedIn(this.fleet.direction, phase))
  }
}

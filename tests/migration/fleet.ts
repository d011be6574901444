import { type Outcome, runMigrationCommand } from '../../examples/migration/src/migration/command.ts'
import type { Direction } from '../../examples/migration/src/migration/direction.ts'
import type { Phase } from '../../examples/migration/src/migration/phases.ts'
import { type MigrationRecord, readRecord } from '../../examples/migration/src/migration/record.ts'
import { connectRedis, type RedisConnection } from '../../examples/migration/src/redis/connection.ts'
import { readSettings } from '../../examples/migration/src/settings.ts'
import { createMetrics } from '../../examples/migration/src/watch/metrics.ts'
import type { Service, StrategyName, System } from '../kit/systems.ts'
import { until } from '../kit/until.ts'
import { type InstanceKind, Workshop, type WorkshopOptions } from './workshop.ts'

/** One instance, and the phase it acts by. */
export interface Instance {
  readonly service: Service
  readonly kind: InstanceKind
  phase: Phase
}

/** Issuers and API services of one product that is being migrated, some of which may be slow to notice. */
export class Fleet {
  /** Those that follow at once. */
  quick: Instance[] = []
  /** Those that learn of no change while they live. */
  slow: Instance[] = []
  readonly #workshop: Workshop
  /** The operator's line. */
  readonly #redis: RedisConnection

  private constructor(workshop: Workshop, redis: RedisConnection) {
    this.#workshop = workshop
    this.#redis = redis
  }

  static async open(url: string, direction: Direction, options?: WorkshopOptions): Promise<Fleet> {
    const workshop = new Workshop(url, direction, options)
    await workshop.open()
    const settings = readSettings(workshop.envOf('issuer'))
    return new Fleet(workshop, await connectRedis(settings, createMetrics('test')))
  }

  get clock(): Workshop['clock'] {
    return this.#workshop.clock
  }

  get direction(): Direction {
    return this.#workshop.direction
  }

  /** A starter of the same product, from before the migration or after it. */
  starter(strategy: StrategyName): Promise<System> {
    return this.#workshop.starter(strategy)
  }

  async addQuick(issuers: number, apis: number): Promise<void> {
    this.quick.push(...(await this.#make(issuers, apis, '100')))
  }

  async addSlow(issuers: number, apis: number): Promise<void> {
    this.slow.push(...(await this.#make(issuers, apis, '60000')))
  }

  async #make(issuers: number, apis: number, beatMs: string): Promise<Instance[]> {
    const phase = this.quick[0]?.phase ?? 'issue-old'
    const kinds = [...Array(issuers).fill('issuer'), ...Array(apis).fill('api')] as InstanceKind[]
    // They reach each other as over a network: any issuer will do.
    const fetch = async (to: string, init?: RequestInit) => this.anIssuer.app.request(to, init)
    const made: Instance[] = []
    for (const kind of kinds)
      made.push({ kind, phase, service: await this.#workshop.instance(kind, beatMs, fetch) })
    return made
  }

  get issuers(): Instance[] {
    return [...this.quick, ...this.slow].filter(({ kind }) => kind === 'issuer')
  }

  get apis(): Instance[] {
    return [...this.quick, ...this.slow].filter(({ kind }) => kind === 'api')
  }

  get anIssuer(): Service {
    const [issuer] = this.issuers
    if (!issuer) throw new Error('There is no issuer')
    return issuer.service
  }

  record(): Promise<MigrationRecord | undefined> {
    return readRecord(this.#redis)
  }

  async command(command: string, name = ''): Promise<Outcome> {
    return this.#commandAt(await this.#heard(this.quick.length), command, name)
  }

  /** As several operators give them. */
  async atOnce(...commands: readonly string[]): Promise<Outcome[]> {
    const nowMs = await this.#heard(this.quick.length)
    return Promise.all(commands.map((command) => this.#commandAt(nowMs, command)))
  }

  #commandAt(nowMs: number, command: string, name = ''): Promise<Outcome> {
    const settings = readSettings(this.#workshop.envOf('issuer'))
    return runMigrationCommand(command, name, { redis: this.#redis, settings, nowMs })
  }

  /** Takes a step, and waits until whoever is quick has followed. @throws when it is refused */
  async step(step: 'next' | 'back'): Promise<Phase> {
    const all = (await this.#instances()).length
    const { code, lines } = await this.#commandAt(await this.#heard(all), step)
    if (code !== 'ok') throw new Error(lines.join('\n'))
    return this.followed()
  }

  /**
   * Waits until so many instances have been heard of lately: the clock may have been put forward, and on a busy machine
   * a beat can be late. @returns when that was
   */
  async #heard(count: number): Promise<number> {
    let nowMs = 0
    await until(async () => {
      nowMs = this.clock.nowMs()
      return (await this.#instances()).filter(({ aliveUntilMs }) => aliveUntilMs > nowMs).length >= count
    })
    return nowMs
  }

  /** Waits until the quick ones are at the phase of the record. */
  async followed(): Promise<Phase> {
    const phase = (await this.record())?.phase
    if (!phase) throw new Error('There is no migration')
    await until(async () => {
      const instances = await this.#instances()
      const there = instances.filter((one) => one.phase === phase && one.aliveUntilMs > this.clock.nowMs())
      return there.length >= this.quick.length
    })
    for (const instance of this.quick) instance.phase = phase
    return phase
  }

  /** Waits until what has been counted is in the record, where all are quick. */
  async told(): Promise<void> {
    // The first beat from now on may have been under way.
    for (let beat = 0; beat < 2; beat++) {
      const before = await this.#beats()
      await until(async () => (await this.#beats()).every((at, i) => at !== before[i]))
    }
  }

  async #beats(): Promise<number[]> {
    return (await this.#instances()).map(({ aliveUntilMs }) => aliveUntilMs)
  }

  /** Those that Redis has heard of. */
  async #instances(): Promise<MigrationRecord['instances']> {
    return (await this.record())?.instances ?? []
  }

  /** After Redis was away. */
  async reconnected(): Promise<void> {
    await until(async () => this.#redis.isUp() && (await this.record()) !== undefined)
    await this.followed()
  }

  async closeSlow(): Promise<void> {
    await Promise.all(this.slow.map(({ service }) => service.close()))
    this.slow = []
  }

  async closeAll(): Promise<void> {
    await this.closeSlow()
    await Promise.all(this.quick.map(({ service }) => service.close()))
    this.quick = []
  }

  async close(): Promise<void> {
    await this.closeAll()
    await this.#redis.close()
    await this.#workshop.close()
  }
}

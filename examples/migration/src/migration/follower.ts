import type { Clock } from '../clock.ts'
import { AuthError } from '../errors.ts'
import type { RedisConnection } from '../redis/connection.ts'
import { SettingsError } from '../settings/read.ts'
import type { Metrics } from '../watch/metrics.ts'
import type { Direction } from './direction.ts'
import { type Phase, phases } from './phases.ts'
import { firstVisit, forgetInstance, instanceName, type PhaseVisit, sendBeat } from './record.ts'

export interface FollowerParts {
  readonly redis: RedisConnection
  readonly clock: Clock
  readonly direction: Direction
  /** What this instance is, such as `api`. */
  readonly service: string
  readonly settings: { readonly MIGRATION_BEAT_MS: number }
}

/** What an instance may have missed before it counts as silent. */
const missedBeats = 10

/** Keeps one instance at the phase that Redis names, and tells there what this instance sees. */
export class MigrationFollower {
  readonly #parts: FollowerParts
  readonly #name: string
  #known: PhaseVisit | undefined
  #lastOldMs = 0
  /** What Redis was not told yet, by visit and name. */
  #untold = new Map<string, number>()
  readonly #totals = new Map<string, number>()
  #timer: ReturnType<typeof setInterval> | undefined
  #underWay: Promise<void> | undefined

  constructor(parts: FollowerParts) {
    this.#parts = parts
    this.#name = instanceName(parts.service)
  }

  /** @throws SettingsError when Redis holds a migration of other strategies */
  async start(): Promise<void> {
    await this.#beat()
    // Once more, to say by which phase it acts now.
    await this.#beat()
    this.#timer = setInterval(() => this.#beatAgain(), this.#parts.settings.MIGRATION_BEAT_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await forgetInstance(this.#parts.redis, this.#name).catch(() => {})
  }

  get isKnown(): boolean {
    return this.#known !== undefined
  }

  // #region phase
  /**
   * The phase to act by. It stays what it was while Redis does not answer: nobody can move on meanwhile, since a
   * change of phase waits for every instance.
   *
   * @throws AuthError `store_unavailable` when it was never read: then nothing is safe
   */
  get phase(): Phase {
    if (!this.#known) throw new AuthError('store_unavailable')
    return this.#known.phase
  }
  // #endregion phase

  /** Counts towards the phase at hand. */
  count(name: string): void {
    this.#totals.set(name, this.#total(name) + 1)
    const field = `${this.#known?.visit ?? 0}:${name}`
    this.#untold.set(field, (this.#untold.get(field) ?? 0) + 1)
  }

  noteOldIssued(): void {
    this.#lastOldMs = this.#parts.clock.nowMs()
  }

  /** The same numbers of this instance alone, for Prometheus. */
  tellMetrics({ watch }: Metrics): void {
    const { from, to } = this.#parts.direction
    const phase = () => (this.#known ? phases.indexOf(this.#known.phase) : -1)
    watch('migration_phase', `The phase, counted from 0: ${phases.join(', ')}; -1 while unknown`, phase)
    for (const kind of new Set([from, to, 'unmarked']))
      watch(`migration_seen_${kind}`, 'Tokens accepted, by strategy; unmarked ones are from before', () =>
        this.#total(`seen:${kind}`),
      )
    watch('migration_shadow_compared', 'Checks that the new strategy was asked about, too', () =>
      this.#total('compared'),
    )
    watch('migration_shadow_refused', 'Checks that the new strategy alone would have refused', () =>
      [...this.#totals].reduce((sum, [name, n]) => (name.startsWith('refused:') ? sum + n : sum), 0),
    )
    watch('migration_shadow_missed', 'Checks that the old strategy alone refused', () =>
      this.#total('missed'),
    )
  }

  #total(name: string): number {
    return this.#totals.get(name) ?? 0
  }

  /** One at a time: beats that wait for a slow Redis would only keep it slow. */
  #beatAgain(): void {
    this.#underWay ??= this.#beat()
      .catch(() => {})
      .finally(() => {
        this.#underWay = undefined
      })
  }

  async #beat(): Promise<void> {
    const { redis, clock, direction, settings } = this.#parts
    const counts = this.#untold
    this.#untold = new Map()
    const nowMs = clock.nowMs()
    const known = this.#known ?? firstVisit(nowMs)
    const aliveUntilMs = nowMs + missedBeats * settings.MIGRATION_BEAT_MS
    const instance = { name: this.#name, phase: this.#known?.phase, aliveUntilMs }
    try {
      const visit = await sendBeat(redis, { direction, known, instance, lastOldMs: this.#lastOldMs, counts })
      if (visit) this.#known = visit
      else if (!this.#known) throw otherMigration()
    } catch (error) {
      for (const [field, n] of counts) this.#untold.set(field, (this.#untold.get(field) ?? 0) + n)
      if (error instanceof SettingsError) throw error
    }
  }
}

const otherMigration = () =>
  new SettingsError(
    'MIGRATE_FROM',
    'and MIGRATE_TO must be those of the migration that Redis holds; if that is over: npm run migration end',
  )

import { unwatchFile } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultLimits, type Limits } from '../../examples/migration/src/http/rate-limits.ts'
import type { KeyEntry } from '../../examples/migration/src/keys/key-entry.ts'
import { writeKeyFile } from '../../examples/migration/src/keys/key-file.ts'
import type { Fetch } from '../../examples/migration/src/keys/remote-keys.ts'
import type { Direction } from '../../examples/migration/src/migration/direction.ts'
import { createApiService, createIssuerService } from '../../examples/migration/src/services.ts'
import { sessionKeyFile } from '../../examples/migration/src/sessions/session-key-file.ts'
import { readSettings } from '../../examples/migration/src/settings.ts'
import { openUserDirectory } from '../../examples/migration/src/users.ts'
import { ShiftedClock } from '../../examples/stateless/src/clock.ts'
import { newKeyEntry, ringOf } from '../kit/keys.ts'
import { openSystem, type Service, type StrategyName, type System, type WrapUsers } from '../kit/systems.ts'

/** Short lives, so that a phase that lasts as long as a token does is soon over. */
const lives = { ACCESS_TTL_SECONDS: '300', SESSION_IDLE_SECONDS: '600', REFRESH_GRACE_SECONDS: '10' }
export const lifetimeSeconds = 605

export type InstanceKind = 'issuer' | 'api'

export interface WorkshopOptions {
  readonly wrapUsers?: WrapUsers
  /** The address of Redis for one kind of instance; the operator has the issuer's. */
  readonly urlOf?: (url: string, kind: InstanceKind) => string
}

const unlimited = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, { attempts: 1_000_000, withinSeconds: 1 }]),
) as unknown as Limits

/** Makes instances of one product: the same keys, accounts, clock and Redis for all. */
export class Workshop {
  readonly clock = new ShiftedClock()
  readonly direction: Direction
  readonly #url: string
  readonly #options: Required<WorkshopOptions>
  readonly #keyFiles: string[] = []
  #folder = ''
  #sessionKey: KeyEntry | undefined
  #signingKeys: Awaited<ReturnType<typeof ringOf>> | undefined

  constructor(url: string, direction: Direction, options: WorkshopOptions = {}) {
    this.#url = url
    this.direction = direction
    this.#options = { wrapUsers: (users) => users, urlOf: (same) => same, ...options }
  }

  async open(): Promise<void> {
    const { create } = sessionKeyFile({ SESSION_ABSOLUTE_SECONDS: 0 })
    this.#folder = await mkdtemp(join(tmpdir(), 'workshop-'))
    this.#sessionKey = { ...(await create()), nbf: 0 }
    this.#signingKeys = await ringOf([await newKeyEntry()], this.clock)
  }

  /** What all instances of a kind are started with. */
  envOf(kind: InstanceKind): Readonly<Record<string, string>> {
    return {
      ...{ NODE_ENV: 'test', REDIS_TIMEOUT_MS: '2000', SYNC_INTERVAL_MS: '50' },
      ...{ EXCHANGE_SECRET: 'known-to-the-issuer-and-to-the-api', ...lives },
      REDIS_URL: this.#options.urlOf(this.#url, kind),
    }
  }

  async instance(kind: InstanceKind, MIGRATION_BEAT_MS: string, fetch: Fetch): Promise<Service> {
    const { from: MIGRATE_FROM, to: MIGRATE_TO } = this.direction
    const own = { MIGRATE_FROM, MIGRATE_TO, MIGRATION_BEAT_MS, ...(await this.#newSessionKeysFile()) }
    const settings = readSettings({ ...this.envOf(kind), ...own })
    if (kind === 'api') return createApiService(settings, { clock: this.clock, fetch })
    const users = this.#options.wrapUsers(openUserDirectory(settings))
    return createIssuerService(settings, { ...this.#signing(), users, limits: unlimited })
  }

  /** A starter of the same product, from before the migration or after it. */
  async starter(strategy: StrategyName): Promise<System> {
    const { wrapUsers } = this.#options
    const { REDIS_URL: url, ...issuerEnv } = this.envOf('issuer')
    const env = { ...issuerEnv, ...(await this.#newSessionKeysFile()) }
    return openSystem(strategy, { url }, { env, wrapUsers, ...this.#signing() })
  }

  #signing() {
    if (!this.#signingKeys) throw new Error('The workshop is not open')
    return { clock: this.clock, signingKeys: this.#signingKeys }
  }

  /** The same key for all of them, each with a file of its own to look at. */
  async #newSessionKeysFile() {
    if (!this.#sessionKey) throw new Error('The workshop is not open')
    const path = join(this.#folder, `session-keys-${this.#keyFiles.length}.json`)
    this.#keyFiles.push(path)
    await writeKeyFile(path, [this.#sessionKey])
    return { SESSION_KEYS_FILE: path }
  }

  async close(): Promise<void> {
    for (const path of this.#keyFiles) unwatchFile(path)
    await rm(this.#folder, { recursive: true })
  }
}

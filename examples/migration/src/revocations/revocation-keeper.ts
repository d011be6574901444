import { type Clock, toSeconds } from '../clock.ts'
import { AuthError } from '../errors.ts'
import type { RedisConnection } from '../redis/connection.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import { longestAccessSeconds } from '../tokens/token-check.ts'
import type { Tell } from '../watch/security-events.ts'
import { type IssuerDuties, RevocationFeed } from './revocation-feed.ts'
import { appendRevocation, type LogPosition, type LogReading, restoreLog } from './revocation-log.ts'
import { type RevocationEntry, RevocationSet, type Revoked } from './revocation-set.ts'

interface KeeperSettings {
  readonly ACCESS_TTL_SECONDS: number
  readonly CLOCK_TOLERANCE_SECONDS: number
  readonly SYNC_INTERVAL_MS: number
  readonly REVOCATION_BOUND_MS: number
}

export interface KeeperParts {
  readonly redis: RedisConnection
  readonly clock: Clock
  readonly settings: KeeperSettings
  readonly tell: Tell
  readonly store: SessionStore
}

/** How long a refresh that began before a revocation may take to hand out its token. */
const racingSeconds = 60

/** The issuer's side of the log: it alone writes, and it alone puts right what Redis lost. */
export class RevocationKeeper {
  readonly feed: RevocationFeed
  readonly #parts: KeeperParts
  readonly #startedAtMs: number

  constructor(parts: KeeperParts) {
    this.#parts = parts
    this.#startedAtMs = parts.clock.nowMs()
    const duties: IssuerDuties = {
      restore: (...found) => this.#restore(...found),
      complete: (...found) => this.#complete(...found),
      endAgain: (entries) => this.#endAgain(entries),
    }
    this.feed = new RevocationFeed({ ...parts, duties })
  }

  // #region publish
  /**
   * Resolves once it is in the log, and not before. An entry may leave when the last token it concerns has expired.
   *
   * @throws AuthError `store_unavailable`
   */
  async publish(revoked: Revoked): Promise<void> {
    const { redis, clock } = this.#parts
    const entry = this.#entry(revoked)
    let written = await appendRevocation(redis, entry, clock.nowMs(), this.feed.position)
    if (written === 'lost') {
      await this.feed.sync()
      written = await appendRevocation(redis, entry, clock.nowMs(), this.feed.position)
    }
    if (written === 'lost') throw new AuthError('store_unavailable')
    this.feed.note(written)
  }
  // #endregion publish

  /** Tokens of the process before this one may live longer than its own, if the setting was lowered in between. */
  #entry(revoked: Revoked): RevocationEntry {
    const { clock, settings } = this.#parts
    const isNew = clock.nowMs() - this.#startedAtMs < longestAccessSeconds * 1000
    const accessSeconds = isNew ? longestAccessSeconds : settings.ACCESS_TTL_SECONDS
    const lifetimeSeconds = accessSeconds + settings.CLOCK_TOLERANCE_SECONDS + racingSeconds
    return { revoked, expiresAtMs: clock.nowMs() + lifetimeSeconds * 1000 }
  }

  // #region restore
  /**
   * Who saw the log before writes it down again from memory. Who did not, because issuer and Redis were both away,
   * cannot know what was revoked: then every token issued until now ends, and a refresh or a login makes a new one.
   */
  async #restore(position: LogPosition, found: LogReading, set: RevocationSet): Promise<void> {
    const { redis, clock, tell } = this.#parts
    const sawItBefore = position.generation !== ''
    // A line in the past ends nothing; it keeps the place.
    const line = this.#entry({ kind: 'all', issuedBefore: sawItBefore ? 0 : toSeconds(clock.nowMs()) })
    const { entries } = set
    // The same writes may have been lost for the sessions. First, so that a failure leaves the log as it is: then all of
    // this is done again.
    await this.#endAgain(entries)
    await restoreLog(redis, found.generation, position.lastSequence, [...entries, line])
    tell({
      event: 'authn_policy_fallback',
      detail: sawItBefore ? 'revocations_restored' : 'revocations_started_over',
    })
  }
  // #endregion restore

  /** What this issuer knows and the one who restored the log did not. */
  async #complete(found: LogReading, set: RevocationSet): Promise<void> {
    const { redis, clock } = this.#parts
    const theirs = new RevocationSet()
    for (const entry of found.entries) theirs.add(entry)
    for (const entry of set.entries.filter(({ revoked }) => !theirs.knows(revoked)))
      await appendRevocation(redis, entry, clock.nowMs(), found)
  }

  /**
   * Once more before it is forgotten, too: Redis may have kept the entry and lost the end of the session, which is
   * another write and in a cluster on another node. As long as the entry is there nobody can tell.
   */
  async #endAgain(entries: readonly RevocationEntry[]): Promise<void> {
    // Not all at once: each command has the budget of a request.
    for (let first = 0; first < entries.length; first += 100)
      await Promise.all(entries.slice(first, first + 100).map(({ revoked }) => this.#endOne(revoked)))
  }

  async #endOne(revoked: Revoked): Promise<void> {
    const { store } = this.#parts
    if (revoked.kind === 'session') await store.revoke(revoked.sub, revoked.sid)
    if (revoked.kind !== 'user') return
    const { sub, epoch, keptSid } = revoked
    await store.raiseEpoch(sub, epoch)
    const back = (await store.list(sub)).filter((session) => Number(session.epoch) < Number(epoch))
    await Promise.all(back.filter(({ sid }) => sid !== keptSid).map(({ sid }) => store.revoke(sub, sid)))
  }
}

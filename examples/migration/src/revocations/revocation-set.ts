/** What was revoked. */
export type Revoked =
  | { readonly kind: 'session'; readonly sub: string; readonly sid: string }
  /** All sessions of a user that began before an epoch, but for one that stays. */
  | { readonly kind: 'user'; readonly sub: string; readonly epoch: string; readonly keptSid: string }
  /** Every token that was issued before a moment: the line after which revocations are known again. */
  | { readonly kind: 'all'; readonly issuedBefore: number }

export interface RevocationEntry {
  readonly revoked: Revoked
  /** From here on no token it could concern is valid any more, so it may be forgotten. */
  readonly expiresAtMs: number
}

/** What of a token a revocation can name. */
export interface TokenNames {
  readonly sub: string
  readonly sid: string
  readonly epoch: string
  /** Seconds since the epoch. */
  readonly iat: number
}

type UserEntry = RevocationEntry & { readonly revoked: { readonly kind: 'user' } }

/** Every revocation that still matters, in this process's memory. Looking one up costs no round trip. */
export class RevocationSet {
  readonly #sessions = new Map<string, RevocationEntry>()
  readonly #users = new Map<string, UserEntry>()
  #all: RevocationEntry | undefined
  #issuedBefore = 0

  get size(): number {
    return this.#sessions.size + this.#users.size + (this.#all ? 1 : 0)
  }

  /** What it holds, for whoever has to write it down again. */
  get entries(): RevocationEntry[] {
    return [...this.#sessions.values(), ...this.#users.values(), ...(this.#all ? [this.#all] : [])]
  }

  /** Entries may arrive twice or late: a later epoch and a later line win. */
  add({ revoked, expiresAtMs }: RevocationEntry): void {
    if (revoked.kind === 'session') this.#sessions.set(revoked.sid, { revoked, expiresAtMs })
    else if (revoked.kind === 'user') this.#addUser({ revoked, expiresAtMs })
    else if (revoked.issuedBefore > this.#issuedBefore) {
      this.#all = { revoked, expiresAtMs }
      this.#issuedBefore = revoked.issuedBefore
    }
  }

  #addUser(entry: UserEntry): void {
    const known = this.#users.get(entry.revoked.sub)
    if (!known || Number(entry.revoked.epoch) > Number(known.revoked.epoch))
      this.#users.set(entry.revoked.sub, entry)
  }

  has({ sub, sid, epoch, iat }: TokenNames): boolean {
    if (this.#sessions.has(sid) || iat < this.#issuedBefore) return true
    const user = this.#users.get(sub)?.revoked
    return user !== undefined && Number(epoch) < Number(user.epoch) && sid !== user.keptSid
  }

  /** The epoch since which a user's sessions count, if it is known. */
  epochOf(sub: string): string | undefined {
    return this.#users.get(sub)?.revoked.epoch
  }

  /** Whether looking up would find all that this one ends. */
  knows(revoked: Revoked): boolean {
    if (revoked.kind === 'session') return this.#sessions.has(revoked.sid)
    if (revoked.kind === 'all') return revoked.issuedBefore <= this.#issuedBefore
    return Number(revoked.epoch) <= Number(this.epochOf(revoked.sub) ?? -1)
  }

  /** What may be forgotten. */
  expired(nowMs: number): RevocationEntry[] {
    return this.entries.filter(({ expiresAtMs }) => expiresAtMs <= nowMs)
  }

  /** Entries as this set handed them out. One that was added anew meanwhile stays. */
  forget(entries: readonly RevocationEntry[]): void {
    for (const entry of entries) {
      const { revoked } = entry
      if (revoked.kind === 'session' && this.#sessions.get(revoked.sid) === entry)
        this.#sessions.delete(revoked.sid)
      if (revoked.kind === 'user' && this.#users.get(revoked.sub) === entry) this.#users.delete(revoked.sub)
      if (this.#all === entry) {
        this.#all = undefined
        this.#issuedBefore = 0
      }
    }
  }
}

/** What was revoked: one session, or all of a user that began before an epoch. */
export type Revoked =
  | { readonly kind: 'session'; readonly sid: string }
  | { readonly kind: 'user'; readonly sub: string; readonly epoch: string }

export interface RevocationEntry {
  readonly revoked: Revoked
  /** From here on no token it could concern is valid any more, so it may be forgotten. */
  readonly expiresAtMs: number
}

interface TokenNames {
  readonly sub: string
  readonly sid: string
  readonly epoch: string
}

/** Every revocation that still matters, in this process's memory. Looking one up costs no round trip. */
export class RevocationSet {
  readonly #sessions = new Map<string, number>()
  readonly #users = new Map<string, { epoch: number; expiresAtMs: number }>()

  get size(): number {
    return this.#sessions.size + this.#users.size
  }

  add({ revoked, expiresAtMs }: RevocationEntry): void {
    if (revoked.kind === 'session') this.#sessions.set(revoked.sid, expiresAtMs)
    else this.#addUser(revoked.sub, Number(revoked.epoch), expiresAtMs)
  }

  #addUser(sub: string, epoch: number, expiresAtMs: number): void {
    // Entries may arrive twice or late; only a later epoch counts.
    if (epoch > (this.#users.get(sub)?.epoch ?? 0)) this.#users.set(sub, { epoch, expiresAtMs })
  }

  has({ sub, sid, epoch }: TokenNames): boolean {
    const user = this.#users.get(sub)
    return this.#sessions.has(sid) || (user !== undefined && Number(epoch) < user.epoch)
  }

  /** Forgets what has expired, so the set stays as large as the revocations of one token lifetime. */
  prune(nowMs: number): void {
    for (const [sid, expiresAtMs] of this.#sessions) if (expiresAtMs <= nowMs) this.#sessions.delete(sid)
    for (const [sub, user] of this.#users) if (user.expiresAtMs <= nowMs) this.#users.delete(sub)
  }
}

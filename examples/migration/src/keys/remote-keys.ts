import type { JWK } from 'jose'
import * as v from 'valibot'
import type { Clock } from '../clock.ts'
import { AuthError } from '../errors.ts'
import type { TokenHeader } from '../tokens/compact-jws.ts'
import { admitKey, type KeySource, type VerificationKey } from './verification-key.ts'

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

export interface RemoteKeysOptions {
  readonly url: string
  readonly algorithms: readonly string[]
  readonly clock: Clock
  readonly fetch: Fetch
}

/** A look for a key that is not in the set is not repeated within this time, found or not, answered or not. */
const cooldownMs = 30_000
/** With no keys at all there is nothing to fall back on, so the next try comes sooner. */
const firstCooldownMs = 1_000
/** Keys that cannot be fetched anew stay in use this long: an issuer may be down for a day (stale-if-error). */
const staleIfErrorMs = 24 * 3_600_000
const timeoutMs = 2_000
const maxBytes = 64 * 1024
const maxAgeLimits = { least: 1, fallback: 300, most: 600 }

const keySet = v.object({ keys: v.pipe(v.array(v.looseObject({ kty: v.string() })), v.maxLength(20)) })

interface Fetched {
  readonly keys: ReadonlyMap<string, VerificationKey>
  readonly atMs: number
  readonly maxAgeMs: number
}

/**
 * A service's view of the issuer's keys. It fetches when it has none, when they are older than the issuer's
 * `max-age`, and when a token names a key that is not among them. However many tokens name made-up keys, and
 * whether or not the issuer answers, that is one fetch per cooldown.
 *
 * @see RFC 7517 section 5, RFC 5861 section 4
 */
export class RemoteKeys {
  readonly #options: RemoteKeysOptions
  #fetched: Fetched | undefined
  #triedAtMs = Number.NEGATIVE_INFINITY
  #pending: Promise<void> | undefined

  constructor(options: RemoteKeysOptions) {
    this.#options = options
  }

  /** Whether there are keys to verify with. While there are none, asking for it fetches them. */
  async areReady(): Promise<boolean> {
    if (!this.#usable()) await this.#refresh(firstCooldownMs)
    return this.#usable() !== undefined
  }

  readonly source: KeySource = async ({ kid = '' }: TokenHeader) => {
    if (!this.#isFresh()) await this.#refresh(this.#retryMs())
    const found = this.#find(kid)
    if (found) return found
    await this.#refresh(cooldownMs)
    const foundLater = this.#find(kid)
    if (!foundLater) throw new AuthError('token_key_unknown')
    return foundLater
  }

  #isFresh(): boolean {
    return this.#fetched !== undefined && this.#ageMs(this.#fetched.atMs) < this.#fetched.maxAgeMs
  }

  /** An issuer whose keys go stale within the cooldown is asked as often as they do: keys may have been taken back. */
  #retryMs(): number {
    return this.#fetched ? Math.min(this.#fetched.maxAgeMs, cooldownMs) : firstCooldownMs
  }

  /** @throws AuthError `keys_unavailable` */
  #find(kid: string): VerificationKey | undefined {
    const keys = this.#usable()
    if (!keys) throw new AuthError('keys_unavailable')
    return keys.get(kid)
  }

  /** The keys at hand, unless they are too old. A clock that was set back is no reason to refuse everybody. */
  #usable(): Fetched['keys'] | undefined {
    if (!this.#fetched) return undefined
    const ageMs = Math.abs(this.#options.clock.nowMs() - this.#fetched.atMs)
    return ageMs <= staleIfErrorMs ? this.#fetched.keys : undefined
  }

  /** A clock that was set back makes everything look old rather than new, so that it is fetched again. */
  #ageMs(atMs: number): number {
    const ageMs = this.#options.clock.nowMs() - atMs
    return ageMs < 0 ? Number.POSITIVE_INFINITY : ageMs
  }

  /** All who need keys at the same time share one fetch. Its failure is told by what is there afterwards. */
  #refresh(cooldown: number): Promise<void> {
    if (this.#pending) return this.#pending
    if (this.#ageMs(this.#triedAtMs) < cooldown) return Promise.resolve()
    this.#triedAtMs = this.#options.clock.nowMs()
    this.#pending = this.#fetch()
      .catch(() => {})
      .finally(() => {
        this.#pending = undefined
      })
    return this.#pending
  }

  async #fetch(): Promise<void> {
    const { url, fetch, algorithms } = this.#options
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { redirect: 'error', signal, headers: { accept: 'application/json' } })
    const text = await textUpTo(maxBytes, response)
    if (!response.ok) throw new TypeError('The key set cannot be used')
    const { keys: jwks } = v.parse(keySet, JSON.parse(text))
    const keys = await admitAll(jwks as JWK[], algorithms)
    const fetched = { keys, atMs: this.#triedAtMs, maxAgeMs: maxAgeOf(response) * 1000 }
    // An issuer without a key that fits has taken back those at hand, and there are none to verify with.
    this.#fetched = keys.size > 0 ? fetched : undefined
  }
}

/** Stops reading once it is too much: what never ends would fill the memory. */
function textUpTo(maxBytes: number, { body }: Response): Promise<string> {
  let bytes = 0
  const limit = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.length
      if (bytes <= maxBytes) controller.enqueue(chunk)
      else controller.error(new TypeError('The key set is too large'))
    },
  })
  return new Response(body?.pipeThrough(limit) ?? null).text()
}

/** The keys that fit, by `kid`. One that does not is left out; two of one name make the set ambiguous. */
async function admitAll(jwks: readonly JWK[], algorithms: readonly string[]): Promise<Fetched['keys']> {
  const admitted = await Promise.all(jwks.map((jwk) => admitKey(jwk, algorithms).catch(() => undefined)))
  const keys = admitted.filter((key) => key !== undefined)
  const byKid = new Map(keys.map((key) => [key.kid, key]))
  if (byKid.size < keys.length) throw new TypeError('Two keys have the same kid')
  return byKid
}

function maxAgeOf(response: Response): number {
  const { least, fallback, most } = maxAgeLimits
  const [, seconds] = /max-age=(\d+)/.exec(response.headers.get('cache-control') ?? '') ?? []
  return Math.min(Math.max(seconds === undefined ? fallback : Number(seconds), least), most)
}

import type { Clock } from '../clock.ts'
import { AuthError } from '../errors.ts'
import { randomId } from '../random.ts'
import type { RedisConnection } from '../redis/connection.ts'
import { keysOf } from '../sessions/session-keyspace.ts'
import { openRecord, type SessionRecord, sealRecord } from '../sessions/session-record.ts'
import { rewriteScript } from '../sessions/session-scripts.ts'
import type { Seal } from '../sessions/session-seal.ts'
import type { UserDirectory } from '../users.ts'
import { endedKey } from './ended-sessions.ts'

interface AdoptionParts {
  readonly redis: RedisConnection
  readonly seal: Seal
  readonly clock: Clock
  readonly users: UserDirectory
  readonly settings: {
    readonly SESSION_IDLE_SECONDS: number
    readonly SESSION_ABSOLUTE_SECONDS: number
    readonly REFRESH_GRACE_SECONDS: number
  }
}

/** What a stateless token says of its session. */
export interface StatelessSession {
  readonly sub: string
  readonly sid: string
  readonly authTimeSeconds: number
  readonly device: string
  readonly network: string
}

// #region adopt
/**
 * Puts the session of a stateless refresh token into Redis, as if it had begun there, with that token as the one that
 * may be traded next. Of tabs that do so at once one makes the session, and the others find it. A session that is
 * there takes this token in place of its own: whoever holds a stateless refresh token may use it again and again.
 * KEYS epoch, session, family, index, ended.
 */
const adoptScript = `
if redis.call('EXISTS', KEYS[2]) == 0 then
  local function ended(field) return redis.call('HGET', KEYS[5], field) end
  if ended(ARGV[7]) then return 'ended' end
  if tonumber(ARGV[8]) < tonumber(ended('before') or '0') and ended('kept') ~= ARGV[7] then return 'ended' end
  if (redis.call('GET', KEYS[1]) or '0') ~= ARGV[1] then return 'ended' end
  redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
  redis.call('HSET', KEYS[3], 'current', ARGV[4])
  redis.call('PEXPIRE', KEYS[3], ARGV[5])
  redis.call('ZADD', KEYS[4], ARGV[6], ARGV[7])
  redis.call('PEXPIRE', KEYS[4], ARGV[5])
  return 'adopted'
end
if ARGV[4] == '' then return 'known' end
local function family(field) return redis.call('HGET', KEYS[3], field) end
if family('current') == ARGV[4] then return 'known' end
if family('previous') == ARGV[4] and tonumber(ARGV[9]) - tonumber(family('rotated_at')) < tonumber(ARGV[10]) then
  return 'known'
end
redis.call('HSET', KEYS[3], 'current', ARGV[4])
return 'replaced'`
// #endregion adopt

/** Takes sessions that only a stateless token tells of into Redis. */
export class Adoption {
  readonly #parts: AdoptionParts

  constructor(parts: AdoptionParts) {
    this.#parts = parts
  }

  /**
   * @param refreshHash the token that may be traded next; empty when the session is only to be there
   * @returns `replaced` when the session had another token that was to be traded next
   * @throws AuthError `session_revoked`, `store_unavailable`
   */
  async adopt(session: StatelessSession, refreshHash: string): Promise<'adopted' | 'known' | 'replaced'> {
    const { redis, seal, clock, users, settings } = this.#parts
    const { sub, sid, authTimeSeconds, device, network } = session
    const user = await users.find(sub)
    if (!user) throw new AuthError('session_revoked')
    const keys = keysOf(sub, sid)
    const epoch = (await redis.ask((client) => client.get(keys.epoch))) ?? '0'
    const nowMs = clock.nowMs()
    const createdAtMs = authTimeSeconds * 1000
    const record: SessionRecord = {
      ...{ sub, sid, name: user.name, roles: user.roles, device, network, epoch },
      ...{ rotationSecret: randomId(), createdAtMs, lastSeenAtMs: nowMs },
    }
    const ttlMs = this.#ttlMs(createdAtMs)
    if (ttlMs <= 0) throw new AuthError('session_revoked')
    const absoluteMs = settings.SESSION_ABSOLUTE_SECONDS * 1000
    const values = [
      ...[epoch, await sealRecord(seal, record), ttlMs, refreshHash, absoluteMs, createdAtMs + absoluteMs],
      ...[sid, authTimeSeconds, nowMs, settings.REFRESH_GRACE_SECONDS * 1000],
    ]
    const { epoch: epochKey, session: sessionKey, family, index } = keys
    const outcome = await redis.ask((client) =>
      client.eval(adoptScript, 5, epochKey, sessionKey, family, index, endedKey(sub), ...values),
    )
    if (outcome === 'ended') throw new AuthError('session_revoked')
    return outcome as 'adopted' | 'known' | 'replaced'
  }

  /** Name and roles as they are now: the stateless strategy reads them anew at each refresh, so nobody gets old ones back. */
  async renew(sub: string, sid: string): Promise<void> {
    const { redis, seal, users } = this.#parts
    const key = keysOf(sub, sid).session
    const sealed = await redis.ask((client) => client.get(key))
    const record = sealed === null ? undefined : await openRecord(seal, sealed, { sub, sid })
    const user = await users.find(sub)
    if (sealed === null || !record || !user || isSame(record, user)) return
    const renewed = await sealRecord(seal, { ...record, name: user.name, roles: user.roles })
    const ttlMs = this.#ttlMs(record.createdAtMs)
    await redis.ask((client) => client.eval(rewriteScript, 1, key, sealed, renewed, ttlMs))
  }

  #ttlMs(createdAtMs: number): number {
    const { clock, settings } = this.#parts
    const endsInMs = createdAtMs + settings.SESSION_ABSOLUTE_SECONDS * 1000 - clock.nowMs()
    return Math.min(settings.SESSION_IDLE_SECONDS * 1000, endsInMs)
  }
}

const isSame = (
  a: Pick<SessionRecord, 'name' | 'roles'>,
  b: Pick<SessionRecord, 'name' | 'roles'>,
): boolean => a.name === b.name && a.roles.join() === b.roles.join()

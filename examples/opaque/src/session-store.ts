import { createHash, randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'

export interface Session {
  readonly user: string
  readonly device: string
  /** However busy it is, it ends then. */
  readonly endsAtMs: number
}

type SessionErrorCode =
  | 'session_unknown'
  | 'session_not_found'
  | 'login_failed'
  | 'login_superseded'
  | 'store_unavailable'

/** Why there is no session. The code is stable: clients may branch on it. */
export class SessionError extends Error {
  readonly code: SessionErrorCode

  constructor(code: SessionErrorCode, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

// #region id
/** 256 random bits, as 43 characters. It says nothing, and cannot be guessed. */
export const newSessionId = (): string => randomBytes(32).toString('base64url')

/** What Redis and a list of devices call a session. No id can be made from it, so a stolen copy opens nothing. */
export const handleOf = (id: string): string => createHash('sha256').update(id).digest('base64url')
// #endregion id

const keyOf = (handle: string) => `session:${handle}`
const keysOf = (user: string) => ({ mark: `mark:${user}`, index: `sessions:${user}` })

// #region scripts
// Redis runs a script as one operation, so of two that race one comes first.

/** Stores a session unless everything was revoked since the login began. KEYS mark, index, session. */
const createScript = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 'superseded' end
redis.call('SET', KEYS[3], ARGV[2], 'PX', ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[5], ARGV[6])
redis.call('PEXPIRE', KEYS[2], ARGV[7])
return 'created'`

/** Ends all sessions of a user and changes the mark, so that a login under way fails. KEYS mark, index. */
const revokeAllScript = `
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
for _, handle in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do redis.call('DEL', 'session:' .. handle) end
redis.call('DEL', KEYS[2])
return 'revoked'`
// #endregion scripts

export type SessionStore = ReturnType<typeof createSessionStore>

/** Sessions in one Redis. Every method throws SessionError `store_unavailable` when Redis does not answer. */
export function createSessionStore(redis: Redis, idleMs: number, absoluteMs: number, nowMs = Date.now) {
  const ask = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch((cause) => Promise.reject(new SessionError('store_unavailable', { cause })))

  return {
    /** Changes with every revoke-all. Read it before the password is checked, and hand it to `create`. */
    mark: async (user: string): Promise<string> => (await ask(redis.get(keysOf(user).mark))) ?? '',

    /** @returns the id, which is kept nowhere. @throws SessionError `login_superseded` */
    async create(user: string, device: string, mark: string): Promise<string> {
      const [id, keys, endsAtMs] = [newSessionId(), keysOf(user), nowMs() + absoluteMs]
      const record = JSON.stringify({ user, device, endsAtMs } satisfies Session)
      const values = [mark, record, Math.min(idleMs, absoluteMs), nowMs(), endsAtMs, handleOf(id), absoluteMs]
      const names = [keys.mark, keys.index, keyOf(handleOf(id))]
      const outcome = await ask(redis.eval(createScript, names.length, ...names, ...values))
      if (outcome !== 'created') throw new SessionError('login_superseded')
      return id
    },

    // #region check
    /**
     * One command: `GETEX` reads the session and moves its idle timeout, and touches only what exists. Whether an id
     * was made up, Redis alone can tell. @throws SessionError `session_unknown`
     */
    async check(id: string): Promise<Session> {
      if (!/^[\w-]{43}$/.test(id)) throw new SessionError('session_unknown')
      const key = keyOf(handleOf(id))
      const record = await ask(redis.getex(key, 'PX', idleMs))
      const session: Session | null = JSON.parse(record ?? 'null')
      if (session && nowMs() < session.endsAtMs) return session
      if (session) await ask(redis.del(key))
      throw new SessionError('session_unknown')
    },
    // #endregion check

    // #region revoke
    /** Ends one session: the next check finds nothing. */
    end: (handle: string): Promise<number> => ask(redis.del(keyOf(handle))),

    async revokeAll(user: string): Promise<void> {
      const { mark, index } = keysOf(user)
      await ask(redis.eval(revokeAllScript, 2, mark, index, newSessionId(), absoluteMs))
    },
    // #endregion revoke

    /** A user's devices: live sessions by their handles. */
    async list(user: string): Promise<ReadonlyMap<string, Session>> {
      const handles = await ask(redis.zrange(keysOf(user).index, 0, -1))
      const records = handles.length > 0 ? await ask(redis.mget(handles.map(keyOf))) : []
      const live = handles.map((handle, i) => [handle, JSON.parse(records[i] ?? 'null')] as const)
      return new Map(live.filter(([, session]) => session !== null))
    },
  }
}

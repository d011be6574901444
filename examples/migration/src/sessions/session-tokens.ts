import { toSeconds } from '../clock.ts'
import { AuthError, SessionEndedError } from '../errors.ts'
import { randomId } from '../random.ts'
import type { StrategyParts } from '../service-parts.ts'
import type { Call, TokenPair } from '../token-strategy.ts'
import { createTokenCheck } from '../tokens/token-check.ts'
import type { User } from '../users.ts'
import { hashOf, successorOf } from './refresh-names.ts'
import type { SessionRecord } from './session-record.ts'
import type { SessionRef, SessionStore } from './session-store.ts'

type PairFor = (record: SessionRecord, refreshJti: string) => Promise<TokenPair>

/** Login and refresh as every strategy with a session store does them; `pairFor` decides what the tokens say. */
export function createSessionTokens(store: SessionStore, parts: StrategyParts, pairFor: PairFor) {
  const { clock, users } = parts
  const checkRefresh = createTokenCheck('refresh+jwt', {}, parts)

  return {
    // #region issue
    async issue(
      user: User,
      device: string,
      call: Call,
      authenticate: () => Promise<void>,
    ): Promise<TokenPair> {
      const epoch = await store.epoch(user.sub)
      await authenticate()
      const nowMs = clock.nowMs()
      const record: SessionRecord = {
        ...{ sub: user.sub, name: user.name, roles: user.roles, device, network: call.network, epoch },
        ...(call.jkt && { jkt: call.jkt }),
        sid: randomId(),
        rotationSecret: randomId(),
        createdAtMs: toSeconds(nowMs) * 1000,
        lastSeenAtMs: nowMs,
      }
      const jti = randomId()
      await store.create(record, await hashOf(jti))
      return pairFor(record, jti).catch((error) => discard(record, error))
    },
    // #endregion issue

    // #region refresh
    async refresh(
      refreshToken: string,
      call: Call,
      admit: (sub: string) => Promise<void>,
    ): Promise<TokenPair> {
      const { sub, sid, auth_time, jti } = await checkRefresh(refreshToken)
      await admit(sub)
      if (!(await users.find(sub))) await endClosed(sub, sid)
      const ref: SessionRef = { sub, sid, createdAtMs: auth_time * 1000 }
      const record = await store.check(ref)
      if (call.jkt !== record.jkt) throw new AuthError('dpop_proof_invalid')
      const next = await successorOf(record.rotationSecret, jti)
      await store.rotate(ref, await hashOf(jti), await hashOf(next))
      return pairFor(record, next)
    },
    // #endregion refresh
  }

  /** A session whose tokens nobody got must not stay in the list of devices. */
  async function discard({ sub, sid }: SessionRecord, error: unknown): Promise<never> {
    await store.revoke(sub, sid).catch(() => {})
    throw error
  }

  /** The account is closed: its session ends at the next refresh at the latest (ASVS 5.0 requirement 7.4.2). */
  async function endClosed(sub: string, sid: string): Promise<never> {
    await store.revoke(sub, sid)
    throw new SessionEndedError('session_revoked', sub, sid)
  }
}

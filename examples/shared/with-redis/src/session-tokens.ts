import { toSeconds } from './clock.ts'
import type { StrategyParts } from './services.ts'
import type { SessionRecord, SessionRef, SessionStore } from './session-store.ts'
import { createTokenCheck } from './token-check.ts'
import type { TokenPair } from './token-strategy.ts'
import type { User } from './users.ts'

type PairFor = (record: SessionRecord, refreshJti: string) => Promise<TokenPair>

/** Login and refresh as every strategy with a session store does them; `pairFor` decides what the tokens say. */
export function createSessionTokens(store: SessionStore, parts: StrategyParts, pairFor: PairFor) {
  const { clock } = parts
  const checkRefresh = createTokenCheck('refresh+jwt', {}, parts)

  return {
    // #region issue
    async issue(user: User, device: string, authenticate: () => Promise<void>): Promise<TokenPair> {
      const epoch = await store.epoch(user.sub)
      await authenticate()
      const nowMs = clock.nowMs()
      const record: SessionRecord = {
        ...user,
        sid: crypto.randomUUID(),
        device,
        epoch,
        createdAtMs: toSeconds(nowMs) * 1000,
        lastSeenAtMs: nowMs,
      }
      const jti = crypto.randomUUID()
      await store.create(record, jti)
      return pairFor(record, jti)
    },
    // #endregion issue

    // #region refresh
    async refresh(refreshToken: string): Promise<TokenPair> {
      const claims = await checkRefresh(refreshToken)
      const ref: SessionRef = { sub: claims.sub, sid: claims.sid, createdAtMs: claims.auth_time * 1000 }
      const jti = await store.rotate(ref, claims.jti, crypto.randomUUID())
      return pairFor(await store.check(ref), jti)
    },
    // #endregion refresh
  }
}

import * as v from 'valibot'
import { AuthError, sessionEndIn } from '../errors.ts'
import type { StrategyParts } from '../service-parts.ts'
import { hashOf } from '../sessions/refresh-names.ts'
import type { Call, TokenPair, TokenStrategy } from '../token-strategy.ts'
import { createTokenCheck } from '../tokens/token-check.ts'
import { involves } from './direction.ts'
import { type Mark, readMark } from './marks.ts'
import { isStatelessInForce, isUnavailable, onlyOnce, orStateless } from './on-trial.ts'
import type { IssuerMigration } from './parts.ts'
import type { Strategies } from './strategies.ts'

type Admit = (sub: string) => Promise<void>

/** Only the hybrid strategy knows of proofs. The others take no notice of one. */
export const withoutProof = ({ dpop: _, ...call }: Call): Call => call

/** Trades refresh tokens of both strategies for what the phase issues. The session stays the same. */
export function createRenewal(
  migration: IssuerMigration,
  { sessions, stateless }: Strategies,
  parts: StrategyParts,
): TokenStrategy['refresh'] {
  const { direction, follower, sources, adoption, shadow } = migration
  const hasStateless = involves(direction, 'stateless')
  const checkStateless = createTokenCheck(
    'refresh+jwt',
    { device: v.string(), epoch: v.optional(v.string()) },
    parts,
  )

  // #region refresh
  return async (token, call, admit) => {
    const mark = readMark(token)
    const kind = mark.strategy ?? direction.from
    if (kind !== 'stateless') return rotate(token, kind === 'hybrid' ? call : withoutProof(call), admit)
    const plain = withoutProof(call)
    if (!isStatelessInForce(migration))
      // One whose session is in Redis is good once, like every other. One from outside keeps its own rule till it ends.
      return mark.epoch === undefined ? trade(token, plain, admit) : rotate(token, plain, admit)
    const admitOnce = onlyOnce(admit)
    const renew = () => stateless.refresh(token, plain, (sub) => admitLive(sub, mark, admitOnce))
    if (follower.phase === 'issue-old') return renew()
    return orStateless(migration, () => trade(token, plain, admitOnce), renew)
  }

  /** Takes the session of a stateless token into Redis, and trades the token as one of that session. */
  async function trade(token: string, call: Call, admit: Admit): Promise<TokenPair> {
    const { sub, sid, auth_time, device, epoch, jti } = await checkStateless(token)
    await admit(sub)
    const session = { sub, sid, authTimeSeconds: auth_time, device, network: call.network }
    const outcome = await adoption.adopt(session, await hashOf(jti))
    // The new strategy would have ended the session here, since the token had been used.
    if (outcome === 'replaced' && epoch !== undefined) shadow.mismatch(new AuthError('refresh_token_reused'))
    return rotate(token, call, async () => {})
  }

  async function rotate(token: string, call: Call, admit: Admit): Promise<TokenPair> {
    const { sub, sid } = readMark(token)
    // Once somebody has been admitted, the token is known to be genuine, and so is what it says.
    const admitRenewed = async (admitted: string) => {
      await admit(admitted)
      if (hasStateless) await adoption.renew(admitted, sid)
    }
    return sessions.refresh(token, call, admitRenewed).catch(async (error) => {
      // Else a stateless token of the session would bring it back.
      if (hasStateless && hasEnded(error)) await sources.ended.end(sub, sid)
      throw error
    })
  }
  // #endregion refresh

  /** The stateless strategy itself knows of no revocation. While Redis is on trial, no answer is no refusal. */
  async function admitLive(sub: string, { sid, auth_time }: Mark, admit: Admit): Promise<void> {
    await admit(sub)
    const life = await sources.ended.lifeOf({ sub, sid, authTimeSeconds: auth_time }).catch((error) => {
      if (!isUnavailable(error)) throw error
    })
    if (life === 'ended') throw new AuthError('session_revoked')
  }
}

const hasEnded = (error: unknown): boolean =>
  sessionEndIn(error) !== undefined || (error instanceof AuthError && error.code === 'session_revoked')

import type { JWTPayload } from 'jose'
import { toSeconds } from '../clock.ts'
import { checkDpop, offerDpop } from '../dpop.ts'
import { createHybridStrategy, createHybridVerifier } from '../hybrid-strategy.ts'
import { createRedisStrategy, createRedisVerifier } from '../redis-strategy.ts'
import type { StrategyParts, VerifierParts } from '../service-parts.ts'
import type { SessionRecord } from '../sessions/session-record.ts'
import { createSessionTokens } from '../sessions/session-tokens.ts'
import { createStatelessStrategy, createStatelessVerifier } from '../stateless-strategy.ts'
import type { TokenStrategy, TokenVerifier } from '../token-strategy.ts'
import { issuedIn, type Kind } from './direction.ts'
import { markedSigner } from './marked-signer.ts'
import type { IssuerMigration, MigrationParts } from './parts.ts'

/** The checks of the two strategies, as they are in the starters. */
export function createVerifiers(
  { direction, sources, hybrid }: MigrationParts,
  parts: VerifierParts,
): ReadonlyMap<Kind, TokenVerifier> {
  const create: Readonly<Record<Kind, () => TokenVerifier | undefined>> = {
    stateless: () => createStatelessVerifier(parts),
    redis: () => createRedisVerifier(sources.store, parts),
    hybrid: () => hybrid && checkDpop(createHybridVerifier(hybrid, parts), parts),
  }
  const verifiers = new Map<Kind, TokenVerifier>()
  for (const kind of [direction.from, direction.to]) {
    const verifier = create[kind]()
    if (verifier) verifiers.set(kind, verifier)
  }
  return verifiers
}

/** The strategies an issuer chooses from. */
export interface Strategies {
  /** Keeps its sessions in Redis, and gives them tokens of the kind that the phase issues. */
  readonly sessions: TokenStrategy
  readonly stateless: TokenStrategy
  /** The new strategy as it is in its starter. */
  readonly next: TokenStrategy
}

export function createStrategies(migration: IssuerMigration, parts: StrategyParts): Strategies {
  const { direction, follower, hybrid, keeper, sources } = migration
  const noteOld = (kind: Kind) => {
    if (kind === direction.from) follower.noteOldIssued()
  }
  const signingFor = (kindFor: (claims: JWTPayload) => Kind): StrategyParts => ({
    ...parts,
    signer: markedSigner(parts.signer, kindFor, noteOld),
  })

  // #region kinds
  /** A session that is bound to a key stays so. Only the hybrid strategy can, so its tokens stay of that kind. */
  const ofPhase = signingFor(({ cnf }) => (cnf ? 'hybrid' : issuedIn(direction, follower.phase)))
  const sessions =
    hybrid && keeper
      ? offerDpop(createHybridStrategy(hybrid, keeper, ofPhase), parts)
      : { ...createRedisStrategy(sources.store, ofPhase), ...createSaidTokens(migration, ofPhase) }
  // #endregion kinds

  const stateless = createStatelessStrategy(signingFor(() => 'stateless'))
  const next: Readonly<Record<Kind, () => TokenStrategy>> = {
    stateless: () => stateless,
    redis: () =>
      createRedisStrategy(
        sources.store,
        signingFor(() => 'redis'),
      ),
    hybrid: () => sessions,
  }
  return { sessions, stateless, next: next[direction.to]() }
}

/** As in the Redis strategy, but the signer is told all that a stateless token has to say. */
function createSaidTokens({ sources }: MigrationParts, parts: StrategyParts) {
  const pairFor = ({ sub, sid, createdAtMs, name, roles, device, epoch }: SessionRecord, jti: string) => {
    const session = { sub, sid, auth_time: toSeconds(createdAtMs) }
    return parts.signer.pair(session, { name, roles, device, epoch }, { jti })
  }
  return createSessionTokens(sources.store, parts, pairFor)
}

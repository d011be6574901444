import { issuesOld, type Phase, phaseAfter } from './phases.ts'

/** The strategies by how soon a revoked token stops working: at its end, within a bound, at once. */
export const kinds = ['stateless', 'hybrid', 'redis'] as const
export type Kind = (typeof kinds)[number]

export interface Direction {
  readonly from: Kind
  readonly to: Kind
}

interface DirectionSettings {
  readonly MIGRATE_FROM?: Kind | undefined
  readonly MIGRATE_TO?: Kind | undefined
}

/** The defaults are for looking around. Production has to say both. */
export const directionOf = ({
  MIGRATE_FROM = 'redis',
  MIGRATE_TO = 'hybrid',
}: DirectionSettings): Direction => ({
  from: MIGRATE_FROM,
  to: MIGRATE_TO,
})

export const involves = ({ from, to }: Direction, kind: Kind): boolean => from === kind || to === kind

const strongest = (...of: readonly Kind[]): Kind => kinds.findLast((kind) => of.includes(kind)) ?? 'redis'
const weakest = (...of: readonly Kind[]): Kind => kinds.find((kind) => of.includes(kind)) ?? 'stateless'

/** The strategy whose tokens are issued. */
export const issuedIn = ({ from, to }: Direction, phase: Phase): Kind => (issuesOld(phase) ? from : to)

// #region in-force
/**
 * Whose rules an instance goes by in a phase: what it does while Redis does not answer, and how strictly it looks for
 * revocations of either strategy. First the old one's, in the end the new one's, and in between those of the stricter.
 */
export function inForce({ from, to }: Direction, phase: Phase): Kind {
  if (issuesOld(phase)) return from
  return phase === 'new-only' ? to : strongest(from, to)
}

/** Whether the stricter strategy is still on trial: it may refuse, but where it cannot answer, the old one decides. */
export const isOnTrial = (direction: Direction, phase: Phase): boolean =>
  issuesOld(phase) && inForce(direction, phase) !== strongest(direction.from, direction.to)
// #endregion in-force

// #region promised
/** What an issuer may promise: what also an instance keeps that is one phase behind, or one ahead. */
export function promisedIn(direction: Direction, phase: Phase): Kind {
  const around = [phaseAfter(phase, 'back'), phase, phaseAfter(phase, 'next')]
  return weakest(...around.flatMap((near) => (near ? [inForce(direction, near)] : [])))
}
// #endregion promised

/** What holds in every phase of a migration. */
export const promisedThroughout = ({ from, to }: Direction): Kind => weakest(from, to)

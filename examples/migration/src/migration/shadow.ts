import { AuthError } from '../errors.ts'
import type { Call } from '../token-strategy.ts'
import type { Direction } from './direction.ts'
import type { MigrationFollower } from './follower.ts'
import type { Mark } from './marks.ts'
import { assertKnownGood, type RevocationSources } from './revocation-guard.ts'

/** Asks the new strategy about tokens of the old one, and counts where the two differ. Nobody waits for it. */
export interface Shadow {
  /** The old strategy accepted it. */
  accepted(mark: Mark, call: Call): void
  /** The old strategy refused it as revoked. */
  refused(mark: Mark): void
  /** The new strategy could not do what the old one did. */
  mismatch(error: unknown): void
}

export function createShadow(
  { from, to }: Direction,
  { store, feed }: RevocationSources,
  follower: MigrationFollower,
): Shadow {
  const count = (name: string) => follower.count(name)
  const mismatch = (error: unknown) =>
    count(`refused:${error instanceof AuthError ? error.code : 'internal_error'}`)

  // #region compare
  /** @returns undefined where there is nothing to compare yet: a session that is not in Redis before its next refresh */
  async function verdictOf(mark: Mark, call: Call): Promise<'good' | undefined> {
    if (from === 'stateless' && mark.epoch === undefined) return undefined
    if (to === 'redis') await store.check({ ...mark, createdAtMs: mark.auth_time * 1000 })
    if (to === 'hybrid' && feed) assertKnownGood(feed, { ...mark, ...namesOf(mark) }, call)
    return 'good'
  }
  // #endregion compare

  /** A Redis session that lives was left behind neither by its user's epoch nor by a log that began later. */
  const namesOf = ({ epoch = '9e15', iat }: Mark) => ({
    epoch,
    iat: from === 'redis' ? Number.POSITIVE_INFINITY : iat,
  })

  return {
    accepted(mark, call) {
      void verdictOf(mark, call).then(
        (verdict) => verdict && count('compared'),
        (error) => {
          count('compared')
          mismatch(error)
        },
      )
    },
    refused(mark) {
      // The hybrid's set knows sessions by name. Of a revoked user it is sure enough.
      const isInSet = to === 'hybrid' && feed?.set.has({ ...mark, epoch: '0' })
      if (to === 'stateless' || (to === 'hybrid' && !isInSet)) count('missed')
    },
    mismatch,
  }
}

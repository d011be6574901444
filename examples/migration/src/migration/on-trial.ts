import { AuthError } from '../errors.ts'
import { inForce } from './direction.ts'
import type { MigrationParts } from './parts.ts'

/** Nobody answered, or not in time: the caller may try again. */
export const isUnavailable = (error: unknown): error is AuthError =>
  error instanceof AuthError && (error.code === 'store_unavailable' || error.code === 'revocations_stale')

export const isStatelessInForce = ({ direction, follower }: MigrationParts): boolean =>
  inForce(direction, follower.phase) === 'stateless'

// #region trial
/** As long as the stateless strategy is in force, it goes on without Redis when Redis does not answer. */
export async function orStateless<T>(
  migration: MigrationParts,
  withRedis: () => Promise<T>,
  without: () => Promise<T>,
): Promise<T> {
  try {
    return await withRedis()
  } catch (error) {
    if (!isUnavailable(error) || !isStatelessInForce(migration)) throw error
    migration.shadow.mismatch(error)
    return without()
  }
}
// #endregion trial

/** What was done stays done, also when the other way is tried after it. */
export function onlyOnce<TArgs extends unknown[]>(
  run: (...args: TArgs) => Promise<void>,
): (...args: TArgs) => Promise<void> {
  let done: Promise<void> | undefined
  return (...args) => (done ??= run(...args))
}

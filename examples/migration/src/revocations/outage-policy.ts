/** What a route does while this instance cannot know the newest revocations. */
export type OutagePolicy =
  /** Answer 503. A revoked token opens nothing; neither does a good one. */
  | 'deny'
  /** Go by what was known at the last sync, unless that is longer ago than this. */
  | { readonly allowIfSyncedWithinSeconds: number }
  /** Go by what was known, however old. A token revoked since then works until its `exp`. */
  | 'allow'

// #region policies
/** The written policy. A route that is not in it denies, so forgetting one fails closed. */
const policies: Readonly<Record<string, OutagePolicy>> = {
  'GET /catalog': 'allow',
  'GET /me': { allowIfSyncedWithinSeconds: 60 },
  'POST /transfer': 'deny',
}
// #endregion policies

// #region decide
export function allowsStale(route: string, ageMs: number): boolean {
  const policy = policies[route] ?? 'deny'
  if (policy === 'deny') return false
  return policy === 'allow' || ageMs <= policy.allowIfSyncedWithinSeconds * 1000
}
// #endregion decide

import type { RefusalGroup } from '../../data/openapi/refusals.ts'

/** Where the page shows a group, and how a route speaks of it. */
export const groupTitles: Readonly<
  Record<RefusalGroup, { readonly anchor: string; readonly phrase: string }>
> = {
  credentials: { anchor: 'credentials', phrase: 'with how the token came' },
  token: { anchor: 'tokens', phrase: 'with the token' },
  session: { anchor: 'sessions', phrase: 'with its session' },
  proof: { anchor: 'proofs', phrase: 'with its proof' },
  json: { anchor: 'bodies', phrase: 'with the body' },
}

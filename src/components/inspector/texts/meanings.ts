import { claimMeanings } from './claim-meanings.ts'
import { headerMeanings } from './header-meanings.ts'
import { profileMeanings } from './profile-meanings.ts'
import type { Source } from './sources.ts'

/** What a member says, and where that is written down. */
export interface Meaning {
  readonly says: string
  readonly source: Source
}

export type Meanings = Readonly<Record<string, Meaning>>

export const meanings = {
  header: headerMeanings,
  payload: { ...profileMeanings, ...claimMeanings },
} as const satisfies Record<'header' | 'payload', Meanings>

import type { HybridParts } from '../hybrid-strategy.ts'
import type { RevocationKeeper } from '../revocations/revocation-keeper.ts'
import type { Adoption } from './adoption.ts'
import type { Direction } from './direction.ts'
import type { MigrationFollower } from './follower.ts'
import type { RevocationSources } from './revocation-guard.ts'
import type { Shadow } from './shadow.ts'

/** What a migrating service is made from besides the parts of every strategy. */
export interface MigrationParts {
  readonly direction: Direction
  readonly follower: MigrationFollower
  readonly sources: RevocationSources
  readonly shadow: Shadow
  /** There where one of the two strategies is the hybrid. */
  readonly hybrid?: HybridParts | undefined
}

/** What only an issuer has. */
export interface IssuerMigration extends MigrationParts {
  readonly adoption: Adoption
  readonly keeper?: RevocationKeeper | undefined
}

import { isWholeProduct } from './tier.ts'

export const allStrategies = ['stateless', 'redis', 'hybrid'] as const
export const withStore = ['redis', 'hybrid'] as const

/**
 * For what is the same to the byte in every starter, as `copies.test.ts` holds: the one that has most, and all of them
 * in `npm run test:all`.
 */
export const forSharedCode = isWholeProduct ? allStrategies : (['hybrid'] as const)
export const forSharedCodeWithStore = isWholeProduct ? withStore : (['hybrid'] as const)

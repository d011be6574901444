import { strategyNames } from '../components/strategies.ts'

/** The folders below `examples/` that a reader can take home. */
export const starterNames = [...strategyNames, 'migration'] as const

export type StarterName = (typeof starterNames)[number]

import type { StrategyParts, VerifierParts, Wired } from './service-parts.ts'
import { createStatelessStrategy, createStatelessVerifier } from './strategy.ts'
import type { TokenStrategy, TokenVerifier } from './token-strategy.ts'

export const strategyName = 'stateless'

export const wireStrategy = async (parts: StrategyParts): Promise<Wired<TokenStrategy>> =>
  alone(createStatelessStrategy(parts))

export const wireVerifier = async (parts: VerifierParts): Promise<Wired<TokenVerifier>> =>
  alone(createStatelessVerifier(parts))

/** There is nothing to wait for and nothing to close. */
const alone = <T extends TokenVerifier>(verifier: T): Wired<T> => ({
  verifier,
  checks: {},
  close: async () => {},
})

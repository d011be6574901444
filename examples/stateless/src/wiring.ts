import type { StrategyParts, VerifierParts, Wired } from './services.ts'
import { createStatelessStrategy, createStatelessVerifier } from './strategy.ts'
import type { TokenStrategy, TokenVerifier } from './token-strategy.ts'

const nothingToClose = async () => {}

export const wireStrategy = async (parts: StrategyParts): Promise<Wired<TokenStrategy>> => ({
  verifier: createStatelessStrategy(parts),
  close: nothingToClose,
})

export const wireVerifier = async (parts: VerifierParts): Promise<Wired<TokenVerifier>> => ({
  verifier: createStatelessVerifier(parts),
  close: nothingToClose,
})

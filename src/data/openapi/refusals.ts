import type { AuthErrorCode } from '../../../examples/hybrid/src/errors.ts'
import { type StrategyName, strategyNames } from '../../components/strategies.ts'

/** Codes, and the strategies that can come to them. */
export type Refusals = Readonly<Partial<Record<AuthErrorCode, readonly StrategyName[]>>>

export const withStore = ['redis', 'hybrid'] as const

export const inAll = (...codes: AuthErrorCode[]): Refusals =>
  Object.fromEntries(codes.map((code) => [code, strategyNames]))

export const inSome = (strategies: readonly StrategyName[], ...codes: AuthErrorCode[]): Refusals =>
  Object.fromEntries(codes.map((code) => [code, strategies]))

/** Refusals that many routes share, by name. */
export const refusalGroups = {
  /** How the token came. */
  credentials: inAll('token_missing', 'scheme_unsupported', 'credentials_ambiguous', 'csrf_refused'),
  /** What is wrong with a token, wherever it was shown. */
  token: inAll(
    'token_too_large',
    'token_malformed',
    'token_header_invalid',
    'token_algorithm_invalid',
    'token_type_invalid',
    'token_key_unknown',
    'token_signature_invalid',
    'token_issuer_invalid',
    'token_audience_invalid',
    'token_claim_invalid',
    'token_not_yet_valid',
    'token_expired',
  ),
  /** What the strategy says of a good token. */
  session: {
    ...inSome(withStore, 'session_revoked'),
    ...inSome(['redis'], 'store_unavailable'),
    ...inSome(['hybrid'], 'revocations_stale'),
  },
  /** Where a token may be bound to a key. */
  proof: inSome(['hybrid'], 'dpop_proof_required', 'dpop_proof_invalid', 'rate_limited'),
  /** Of every route that reads JSON. */
  json: inAll('content_type_unsupported', 'body_malformed', 'body_invalid'),
} as const satisfies Record<string, Refusals>

export type RefusalGroup = keyof typeof refusalGroups

/** Of any route at all. */
export const everywhere: Refusals = inAll('internal_error')
/** Of any route that may be sent a body, whether it looks at it or not. */
export const withBody: Refusals = inAll('body_too_large')

/** Of a route that takes a user's access token. */
export const ofUsers = ['credentials', 'token', 'session', 'proof'] as const satisfies readonly RefusalGroup[]

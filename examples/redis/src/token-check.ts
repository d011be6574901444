import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose'
import * as v from 'valibot'
import { assertCompactJws } from './compact-jws.ts'
import { AuthError, type AuthErrorCode } from './errors.ts'
import type { VerifierParts } from './services.ts'

const numericDate = v.pipe(v.number(), v.integer(), v.minValue(0))
const identifier = v.pipe(v.string(), v.nonEmpty(), v.maxLength(256))

/** The claims every token here carries (RFC 7519, RFC 9068 section 2.2, OpenID Connect `sid`, `auth_time`). */
const baseClaims = {
  sub: identifier,
  sid: identifier,
  jti: identifier,
  iat: numericDate,
  exp: numericDate,
  auth_time: numericDate,
}

/**
 * The check of one type of token: signature, then every claim.
 *
 * @param claims what this type carries beyond the base claims
 */
export function createTokenCheck<const TClaims extends v.ObjectEntries>(
  typ: 'at+jwt' | 'refresh+jwt',
  claims: TClaims,
  { settings, clock, keys }: VerifierParts,
) {
  const schema = v.object({ ...baseClaims, ...claims })
  const toleranceSeconds = settings.CLOCK_TOLERANCE_SECONDS
  // #region pinned
  // Nothing here comes from the token. What is left out of this list is what attackers put in (RFC 8725).
  const pinned = {
    algorithms: [settings.SIGNING_ALG],
    typ,
    issuer: settings.ISSUER_URL,
    audience: typ === 'at+jwt' ? settings.AUDIENCE : settings.ISSUER_URL,
    requiredClaims: Object.keys(baseClaims),
    clockTolerance: toleranceSeconds,
  } satisfies JWTVerifyOptions
  // #endregion pinned

  // #region check
  /** @throws AuthError with the code that says what is wrong with the token */
  return async (token: string): Promise<v.InferOutput<typeof schema>> => {
    assertCompactJws(token)
    const currentDate = new Date(clock.nowMs())
    const { payload } = await jwtVerify(token, keys, { ...pinned, currentDate }).catch(rethrow)
    assertIssuedInThePast(payload, currentDate, toleranceSeconds)
    const result = v.safeParse(schema, payload)
    if (!result.success) throw new AuthError('token_claim_invalid')
    return result.output
  }
  // #endregion check
}

function assertIssuedInThePast(payload: JWTPayload, now: Date, toleranceSeconds: number): void {
  if ((payload.iat ?? 0) > now.getTime() / 1000 + toleranceSeconds) throw new AuthError('token_not_yet_valid')
}

/** jose's reasons in our codes. Whatever it does not know of, a failed key fetch above all, is not the caller's fault. */
function rethrow(cause: unknown): never {
  if (cause instanceof errors.JWTClaimValidationFailed) throw new AuthError(claimCode(cause.claim), { cause })
  const code = cause instanceof errors.JOSEError ? codes[cause.code] : undefined
  throw new AuthError(code ?? 'keys_unavailable', { cause })
}

const codes: Readonly<Record<string, AuthErrorCode>> = {
  ERR_JWT_EXPIRED: 'token_expired',
  ERR_JOSE_ALG_NOT_ALLOWED: 'token_algorithm_invalid',
  ERR_JOSE_NOT_SUPPORTED: 'token_algorithm_invalid',
  ERR_JWKS_NO_MATCHING_KEY: 'token_key_unknown',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'token_key_unknown',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'token_signature_invalid',
  ERR_JWS_INVALID: 'token_malformed',
  ERR_JWT_INVALID: 'token_malformed',
}

function claimCode(claim: string): AuthErrorCode {
  if (claim === 'typ') return 'token_type_invalid'
  if (claim === 'iss') return 'token_issuer_invalid'
  if (claim === 'aud') return 'token_audience_invalid'
  return claim === 'nbf' ? 'token_not_yet_valid' : 'token_claim_invalid'
}

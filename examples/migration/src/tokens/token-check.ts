import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose'
import * as v from 'valibot'
import { AuthError, type AuthErrorCode } from '../errors.ts'
import { keyFor } from '../keys/verification-key.ts'
import type { CheckParts } from '../service-parts.ts'
import { payloadText, readHeader } from './compact-jws.ts'
import { hasDuplicateMembers } from './json-members.ts'

/** The last second of the year 9999: beyond it a date is a mistake or an attack. */
const latestDate = 253_402_300_799
const numericDate = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(latestDate))
const identifier = v.pipe(v.string(), v.nonEmpty(), v.maxLength(256))

/** The claims every token here carries (RFC 7519, RFC 9068 section 2.2, OpenID Connect `sid`, `auth_time`). */
const baseClaims = {
  sub: identifier,
  sid: identifier,
  jti: identifier,
  iat: numericDate,
  exp: numericDate,
  auth_time: numericDate,
  // One audience each: a token that several services accept can be replayed by one of them at another.
  aud: identifier,
}

/** No access token here lives longer, whatever it says. */
export const longestAccessSeconds = 3600

/**
 * The check of one type of token: form, signature, then every claim.
 *
 * @param claims what this type carries beyond the base claims
 */
export function createTokenCheck<const TClaims extends v.ObjectEntries>(
  typ: 'at+jwt' | 'refresh+jwt',
  claims: TClaims,
  { settings, clock, keys, audience }: CheckParts,
) {
  const schema = v.object({ ...baseClaims, ...claims })
  const toleranceSeconds = settings.CLOCK_TOLERANCE_SECONDS
  // #region pinned
  // Nothing here comes from the token. What is left out of this list is what attackers put in (RFC 8725).
  const pinned = {
    algorithms: [settings.SIGNING_ALG],
    typ,
    issuer: settings.ISSUER_URL,
    audience: typ === 'at+jwt' ? audience : settings.ISSUER_URL,
    requiredClaims: Object.keys(baseClaims),
    clockTolerance: toleranceSeconds,
  } satisfies JWTVerifyOptions
  // #endregion pinned

  // #region check
  /** @throws AuthError with the code that says what is wrong with the token */
  return async (token: string): Promise<v.InferOutput<typeof schema>> => {
    const header = readHeader(token)
    if (header.alg !== settings.SIGNING_ALG) throw new AuthError('token_algorithm_invalid')
    const { key } = await keyFor(header, keys)
    const currentDate = new Date(clock.nowMs())
    const { payload } = await jwtVerify(token, key, { ...pinned, currentDate }).catch(rethrow)
    if (hasDuplicateMembers(payloadText(token))) throw new AuthError('token_claim_invalid')
    assertIssuedInThePast(payload, currentDate, toleranceSeconds)
    const result = v.safeParse(schema, payload)
    if (!result.success || livesTooLong(typ, payload)) throw new AuthError('token_claim_invalid')
    return result.output
  }
  // #endregion check
}

function assertIssuedInThePast(payload: JWTPayload, now: Date, toleranceSeconds: number): void {
  if ((payload.iat ?? 0) > now.getTime() / 1000 + toleranceSeconds) throw new AuthError('token_not_yet_valid')
}

const livesTooLong = (typ: string, { iat = 0, exp = Number.POSITIVE_INFINITY }: JWTPayload): boolean =>
  typ === 'at+jwt' && exp - iat > longestAccessSeconds

/** jose's reasons in our codes. What has none is not the caller's fault: it stays as it is, and is logged for that. */
export function rethrow(cause: unknown): never {
  if (cause instanceof errors.JWTClaimValidationFailed) throw new AuthError(claimCode(cause), { cause })
  const code = cause instanceof errors.JOSEError ? codes[cause.code] : undefined
  throw code ? new AuthError(code, { cause }) : cause
}

const codes: Readonly<Record<string, AuthErrorCode>> = {
  ERR_JWT_EXPIRED: 'token_expired',
  ERR_JOSE_ALG_NOT_ALLOWED: 'token_algorithm_invalid',
  ERR_JOSE_NOT_SUPPORTED: 'token_algorithm_invalid',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'token_signature_invalid',
  ERR_JWS_INVALID: 'token_malformed',
  ERR_JWT_INVALID: 'token_malformed',
}

function claimCode({ claim, reason }: errors.JWTClaimValidationFailed): AuthErrorCode {
  if (claim === 'typ') return 'token_type_invalid'
  if (claim === 'iss') return 'token_issuer_invalid'
  if (claim === 'aud') return 'token_audience_invalid'
  return claim === 'nbf' && reason === 'check_failed' ? 'token_not_yet_valid' : 'token_claim_invalid'
}

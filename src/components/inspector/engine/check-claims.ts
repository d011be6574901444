import { jwtVerify } from 'jose'
import { AuthError } from '../../../../examples/stateless/src/errors.ts'
import type { VerificationKey } from '../../../../examples/stateless/src/keys/verification-key.ts'
import type { CheckParts } from '../../../../examples/stateless/src/service-parts.ts'
import { hasDuplicateMembers } from '../../../../examples/stateless/src/tokens/json-members.ts'
import { createTokenCheck, rethrow } from '../../../../examples/stateless/src/tokens/token-check.ts'
import type { Policy } from '../policy.ts'
import type { Reading } from '../read-token.ts'

/**
 * Holds the claims of a token to what the reader expects.
 *
 * @throws AuthError with the code that the starters would answer with
 */
export async function checkClaims(
  reading: Reading,
  policy: Policy,
  key: VerificationKey,
  nowMs: number,
): Promise<void> {
  if (policy.isStrict) await asTheStarters(policy, key, nowMs)(reading.token)
  else await asExpected(reading, policy, key, nowMs)
}

/** The starters' own check, with the reader's settings. */
const asTheStarters = (policy: Policy, key: VerificationKey, nowMs: number) =>
  createTokenCheck(
    policy.typ === 'refresh+jwt' ? policy.typ : 'at+jwt',
    {},
    {
      settings: {
        SIGNING_ALG: policy.alg,
        ISSUER_URL: policy.iss,
        CLOCK_TOLERANCE_SECONDS: policy.toleranceSeconds,
      } as CheckParts['settings'],
      clock: { nowMs: () => nowMs },
      keys: async () => key,
      audience: policy.aud,
    },
  )

/** What holds for any JWT: dates, and whatever the reader asks for. No claim has to be there but those. */
async function asExpected(
  { token, payload: decoded }: Reading,
  policy: Policy,
  { key }: VerificationKey,
  nowMs: number,
) {
  const { alg, typ, iss, aud, toleranceSeconds } = policy
  const { payload } = await jwtVerify(token, key, {
    algorithms: [alg],
    clockTolerance: toleranceSeconds,
    currentDate: new Date(nowMs),
    ...(typ && { typ }),
    ...(iss && { issuer: iss }),
    ...(aud && { audience: aud }),
  }).catch(rethrow)
  if (hasDuplicateMembers(decoded?.json ?? '')) throw new AuthError('token_claim_invalid')
  if ((payload.iat ?? 0) > nowMs / 1000 + toleranceSeconds) throw new AuthError('token_not_yet_valid')
}

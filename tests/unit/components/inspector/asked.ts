import { verify } from '../../../../src/components/inspector/engine/verify.ts'
import type { Policy } from '../../../../src/components/inspector/policy.ts'
import { readToken } from '../../../../src/components/inspector/read-token.ts'
import { goodPayload, nowMs } from '../../../kit/inspector-tokens.ts'

/** What the starters expect, of the tokens that the tests make. */
export const strict: Policy = {
  alg: 'Ed25519',
  typ: 'at+jwt',
  iss: goodPayload.iss,
  aud: goodPayload.aud,
  toleranceSeconds: 5,
  isStrict: true,
}

/** What the page says to a token and a key. */
export const asked = (
  token: string,
  key: unknown,
  policy: Partial<Policy> = {},
  encoding: 'text' | 'base64url' = 'text',
) =>
  verify({
    reading: readToken(token),
    policy: { ...strict, ...policy },
    key: typeof key === 'string' ? key : JSON.stringify(key),
    encoding,
    nowMs,
  })

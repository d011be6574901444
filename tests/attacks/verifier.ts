import { exportJWK, generateKeyPair, type JWTPayload } from 'jose'
import { systemClock } from '../../examples/stateless/src/clock.ts'
import { AuthError, errorMeanings } from '../../examples/stateless/src/errors.ts'
import { KeyRing } from '../../examples/stateless/src/keys/key-ring.ts'
import { importSigningKey, localKeys } from '../../examples/stateless/src/keys/signing-keys.ts'
import { readSettings } from '../../examples/stateless/src/settings.ts'
import { createTokenCheck } from '../../examples/stateless/src/tokens/token-check.ts'
import { encode, type Part, signerWith } from '../kit/forge.ts'

/** What comes of a token: its claims, or the code of the refusal. */
export type Outcome = Readonly<Record<string, unknown>> | string

/** The check that the starters ship, with no network around it, so that thousands of tokens can be put to it. */
export interface Verifier {
  readonly header: Readonly<Record<string, unknown>>
  claimsOf(sub: string): JWTPayload
  sign(header: Part, payload: Part): Promise<string>
  /** @throws whatever is neither acceptance nor a refusal that a client may see */
  outcome(token: string): Promise<Outcome>
}

export async function openVerifier(): Promise<Verifier> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true })
  const key = await importSigningKey('Ed25519', { ...(await exportJWK(privateKey)), nbf: 0 })
  const settings = readSettings({})
  const keys = localKeys(new KeyRing([key], systemClock))
  const audience = settings.AUDIENCE
  const check = createTokenCheck('at+jwt', {}, { settings, clock: systemClock, keys, audience })
  const signSegments = signerWith('Ed25519', privateKey)
  return {
    header: { alg: 'Ed25519', typ: 'at+jwt', kid: key.kid },
    claimsOf: (sub) => claimsOf(sub, settings.ISSUER_URL, audience),
    sign: (header, payload) => signSegments(encode(header), encode(payload)),
    outcome: (token) => check(token).catch(refusal),
  }
}

function claimsOf(sub: string, iss: string, aud: string): JWTPayload {
  const iat = Math.floor(Date.now() / 1000)
  const ids = { sub, sid: crypto.randomUUID(), jti: crypto.randomUUID() }
  return { iss, aud, ...ids, iat, exp: iat + 3600, auth_time: iat }
}

function refusal(error: unknown): string {
  if (error instanceof AuthError && errorMeanings[error.code].status === 401) return error.code
  throw error
}

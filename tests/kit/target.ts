import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, type JWK, type JWTPayload } from 'jose'
import { expect } from 'vitest'
import { systemClock } from '../../examples/stateless/src/clock.ts'
import { KeyRing } from '../../examples/stateless/src/keys/key-ring.ts'
import { importSigningKey } from '../../examples/stateless/src/keys/signing-keys.ts'
import { type Answer, ask, bearer, catalog, newSession, type Pair, transfer } from './client.ts'
import { type Algorithm, encode, type Part, type SignSegments, signerWith } from './forge.ts'
import { openSystem, type StrategyName, type System, type SystemOptions } from './systems.ts'

/** A running system and all that an attacker could wish for: its private key, and a user with a live session. */
export interface Target {
  readonly system: System
  readonly good: Pair
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: JWTPayload
  readonly publicJwk: JWK
  readonly publicKey: CryptoKey
  /** A token signed with the issuer's own key, so that nothing but what is wrong with it can get it refused. */
  forge(header: Part, payload: Part): Promise<string>
  readonly signSegments: SignSegments
}

/** A spoiled token: what is wrong with it, the code of the refusal, and how it is made. */
export type Attack = [what: string, code: string, make: (target: Target) => Promise<string> | string]

/** @throws when a token that was forged without a flaw is refused: then no refusal would show anything */
export async function openTarget(
  strategy: StrategyName,
  alg: Algorithm = 'Ed25519',
  { env, ...options }: SystemOptions = {},
): Promise<Target> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  const key = await importSigningKey(alg, { ...(await exportJWK(privateKey)), nbf: 0 })
  const signingKeys = new KeyRing([key], systemClock)
  const system = await openSystem(strategy, undefined, {
    ...options,
    env: { SIGNING_ALG: alg, ...env },
    signingKeys,
  })
  const good = await newSession(system)
  const signSegments = signerWith(alg, privateKey)
  const target: Target = {
    ...{ system, good, publicKey, signSegments },
    ...{ header: { ...decodeProtectedHeader(good.access) }, claims: decodeJwt(good.access) },
    publicJwk: key.publicJwk ?? {},
    forge: (header, payload) => signSegments(encode(header), encode(payload)),
  }
  await expectHonoured(target, await target.forge(target.header, target.claims))
  return target
}

export async function expectHonoured({ system }: Target, token: string): Promise<void> {
  expect(await catalog(system.api, token)).toMatchObject({ status: 200 })
}

/** Refused by the issuer and by the API, told nothing of the token, and the good token is as good as before. */
export async function expectRefused(target: Target, token: string, code: string): Promise<void> {
  const { api, issuer } = target.system
  expectRefusal(await catalog(api, token), token, code)
  expectRefusal(await transfer(api, token), token, code)
  expectRefusal(await ask(issuer, 'GET', '/sessions', bearer(token)), token, code)
  await expectHonoured(target, target.good.access)
}

export function expectRefusal(answer: Answer, token: string, code: string): void {
  expect(answer).toMatchObject({ status: 401, code, body: { type: `urn:problem:${code}` } })
  expect(answer.headers.get('www-authenticate')).toMatch(
    /^Bearer error="invalid_token", error_description="[^"]+"$/,
  )
  expect(partsTold(token, JSON.stringify([answer.body, ...answer.headers]))).toEqual([])
}

/** Whatever an answer repeats of a token: sixteen characters in a row are no accident. */
const partsTold = (token: string, told: string): string[] =>
  Array.from({ length: token.length - 15 }, (_, i) => token.slice(i, i + 16)).filter((part) =>
    told.includes(part),
  )

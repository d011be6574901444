import { audience, goodClaims, issuer, type Recipe } from './good-recipe.ts'
import type { Policy } from './policy.ts'
import type { JsonObject } from './read-token.ts'
import { hmacSigner, makeKey, type OwnKey, type Signer, signingInput } from './signing.ts'

/** A token of this page's own, and all that it takes to check it. */
export interface Example {
  readonly token: string
  /** The public key as a JWK, or the secret. */
  readonly keyText: string
  readonly policy: Policy
  /** Of the one whose tokens are to be accepted. */
  readonly signer: Signer
}

/** Makes an example with a fresh key. @throws when the browser cannot make such a key */
export async function makeExample(recipe: Recipe, nowMs: number): Promise<Example> {
  const { alg, signature = (text: string) => text } = recipe
  const good = goodClaims(Math.floor(nowMs / 1000))
  const { signer, key, kid } = await keyOf(recipe)
  const stranger = recipe.isForged ? await makeKey('Ed25519') : undefined
  const header = { alg, typ: 'at+jwt', ...kid, ...embedded(stranger), ...recipe.header }
  const input = signingInput(JSON.stringify(header), JSON.stringify(recipe.claims?.(good) ?? good))
  const signed = await (stranger?.signer ?? signer).sign(input)
  return {
    token: `${input}.${signature(signed)}`,
    keyText: key,
    signer,
    policy: { alg, typ: 'at+jwt', iss: issuer, aud: audience, toleranceSeconds: 5, isStrict: true },
  }
}

async function keyOf({ alg, secret }: Recipe) {
  if (alg === 'HS256') {
    const signer = await hmacSigner(alg, new TextEncoder().encode(secret))
    return { signer, key: secret ?? '', kid: {} }
  }
  const { signer, publicJwk } = await makeKey(alg)
  return { signer, key: JSON.stringify(publicJwk, null, 2), kid: { kid: publicJwk.kid } }
}

function embedded(key: OwnKey | undefined): JsonObject {
  if (!key) return {}
  const { kty, crv, x } = key.publicJwk
  return { jwk: { kty, crv, x } }
}

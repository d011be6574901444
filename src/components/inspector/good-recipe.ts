import type { JsonObject } from './read-token.ts'

/** How an example differs from a good access token. */
export interface Recipe {
  readonly label: string
  readonly alg: 'Ed25519' | 'ES256' | 'HS256'
  /** For HS256. Each of these is public knowledge. */
  readonly secret?: string
  readonly header?: JsonObject
  readonly claims?: (good: GoodClaims) => JsonObject
  /** Whether a stranger signs it and sends their key along. */
  readonly isForged?: boolean
  /** What becomes of the signature. */
  readonly signature?: (signature: string) => string
}

/** The claims of a good access token: those the starters ask for, and the client of RFC 9068. */
export interface GoodClaims extends JsonObject {
  readonly sub: string
  readonly iat: number
  readonly exp: number
}

export const issuer = 'https://issuer.example'
export const audience = 'https://api.example'

export const goodClaims = (nowSeconds: number): GoodClaims => ({
  iss: issuer,
  aud: audience,
  sub: 'user-1',
  client_id: 'web-shop',
  sid: crypto.randomUUID(),
  jti: crypto.randomUUID(),
  iat: nowSeconds,
  exp: nowSeconds + 300,
  auth_time: nowSeconds - 60,
  roles: ['customer'],
})

/** What the page begins with. */
export const goodRecipe: Recipe = { label: 'A good access token', alg: 'Ed25519' }

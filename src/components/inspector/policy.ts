/** What a verifier expects, chosen before the token is looked at. */
export interface Policy {
  /** Empty until the reader has said it. */
  readonly alg: string
  /** Empty for any. */
  readonly typ: string
  /** Empty for any. */
  readonly iss: string
  /** Empty for any. */
  readonly aud: string
  readonly toleranceSeconds: number
  /** Whether the claims that the starters ask for have to be there. */
  readonly isStrict: boolean
}

export const algorithms = [
  'Ed25519',
  'EdDSA',
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'HS256',
  'HS384',
  'HS512',
] as const

export const isSymmetric = (alg: string): boolean => alg.startsWith('HS')

export const anyToken: Policy = {
  alg: '',
  typ: '',
  iss: '',
  aud: '',
  toleranceSeconds: 5,
  isStrict: false,
}

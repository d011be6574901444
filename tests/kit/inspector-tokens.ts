import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose'
import { encodeText } from '../../src/components/inspector/base64url.ts'

export const nowMs = 1_800_000_000_000
export const now = nowMs / 1000

export const goodHeader = { alg: 'Ed25519', typ: 'at+jwt', kid: 'k1' }

export const goodPayload = {
  iss: 'https://issuer.test',
  aud: 'https://api.test',
  sub: 'user-1',
  client_id: 'shop',
  sid: 's1',
  jti: 't1',
  iat: now,
  exp: now + 300,
  auth_time: now,
}

/** As JSON that `JSON.stringify` would not write, or as members over the good ones. */
type Written = string | Readonly<Record<string, unknown>>

/** A token whose signature nobody made. */
export const written = (header: Written, payload: Written, signature = 'AAAA'): string =>
  `${textOf(header, goodHeader)}.${textOf(payload, goodPayload)}.${signature}`

const textOf = (part: Written, good: object): string =>
  encodeText(typeof part === 'string' ? part : JSON.stringify({ ...good, ...part }))

/** An issuer's key in every form, and tokens that it signs. */
export interface Issuer {
  readonly jwk: JWK & { kid: string; alg: string }
  readonly privateJwk: JWK
  readonly spki: string
  readonly pkcs8: string
  /** @param claims over the good ones; undefined takes one away */
  token(
    claims?: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ): Promise<string>
}

export async function makeIssuer(alg: string, kid = 'k1'): Promise<Issuer> {
  // EdDSA is an older name for what Ed25519 does.
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true })
  return {
    jwk: { ...(await exportJWK(publicKey)), kid, alg },
    privateJwk: { ...(await exportJWK(privateKey)), kid, alg },
    spki: await exportSPKI(publicKey),
    pkcs8: await exportPKCS8(privateKey),
    token: (claims = {}, header = {}) =>
      new SignJWT({ ...goodPayload, ...claims })
        .setProtectedHeader({ ...goodHeader, alg, kid, ...header })
        .sign(privateKey),
  }
}

/** A token signed with HMAC. */
export const hmacToken = (secret: Uint8Array | string, alg = 'HS256'): Promise<string> =>
  new SignJWT({ ...goodPayload })
    .setProtectedHeader({ alg, typ: 'at+jwt' })
    .sign(typeof secret === 'string' ? new TextEncoder().encode(secret) : secret)

/** A certificate, and a token that was signed with its key before that was thrown away. */
export const certified = {
  token:
    'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyLTEiLCJpYXQiOjE3MDAwMDAwMDB9.VKAPaok3JoHv53p6w0MYVMYZWIKBWGEECctEyAXLK1u37SQ9uLwr7yv6TA4hUF2EP-DrUVvPPa4amYniOThnfQ',
  certificate: `-----BEGIN CERTIFICATE-----
MIIBgjCCASmgAwIBAgIUYW0ITY7zras1LlU5Nda74W4K2sIwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLaXNzdWVyLnRlc3QwIBcNMjYxMTI0MTU0MTU2WhgPMjEyNjEw
MzExNTQxNTZaMBYxFDASBgNVBAMMC2lzc3Vlci50ZXN0MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEIuQrin0zFKyrCyWlSaKAkkSk2xNuStR8XvN84WmDDTXM+MW/
PlBa3684R0fuBrh/uWHwwgDXcxr4s2+Ezy2fFKNTMFEwHQYDVR0OBBYEFHZVPy9E
wNB53E8wUeXhMJJOsTBOMB8GA1UdIwQYMBaAFHZVPy9EwNB53E8wUeXhMJJOsTBO
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgQAtIn+rYTOzsHAki
9/ckangohD+grdVC6FQHsg0CF70CIBs1UNqrIzVx08yw545/MaunT8om4FaHFzfG
w4fcWTbT
-----END CERTIFICATE-----
`,
}

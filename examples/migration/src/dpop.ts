import { base64url, calculateJwkThumbprint, decodeJwt, EmbeddedJWK, type JWK, jwtVerify } from 'jose'
import * as v from 'valibot'
import { AuthError } from './errors.ts'
import type { CheckParts } from './service-parts.ts'
import type { Call, TokenStrategy, TokenVerifier } from './token-strategy.ts'
import { UsedProofs } from './used-proofs.ts'

// Tokens that only the holder of a key can use (RFC 9449). A client asks for them by sending a proof when it logs in.

/** What a token says of the key it is bound to (RFC 7800 section 3.1, RFC 9449 section 6.1). */
const confirmation = v.object({ cnf: v.optional(v.object({ jkt: v.string() })) })

/** A proof is made for one request, right before it is sent. */
const proofAgeSeconds = 60

const proofClaims = v.object({
  jti: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
  htm: v.string(),
  htu: v.string(),
  iat: v.pipe(v.number(), v.integer()),
  ath: v.optional(v.string()),
})

/** Lets a strategy bind a session to the key that a login proves to hold, and renew it for its holder alone. */
export function offerDpop(strategy: TokenStrategy, parts: CheckParts): TokenStrategy {
  const proofs = createProofs(parts)
  const proofOf = async (call: Call): Promise<Partial<Proof>> =>
    call.dpop === undefined ? {} : proofs.read(call)
  // Used only once the password or the refresh token was good: what anybody can send must not fill the memory.
  return {
    ...strategy,
    ...honouring(strategy, proofs),
    async issue(user, device, call, authenticate) {
      const { jkt, use } = await proofOf(call)
      return strategy.issue(user, device, { ...call, ...(jkt && { jkt }) }, async () => {
        await authenticate()
        use?.()
      })
    },
    async refresh(refreshToken, call, admit) {
      const { jkt, use } = await proofOf(call)
      return strategy.refresh(refreshToken, { ...call, ...(jkt && { jkt }) }, async (sub) => {
        await admit(sub)
        use?.()
      })
    },
  }
}

/** Lets a verifier honour a bound token for the holder of its key alone. */
export const checkDpop = (verifier: TokenVerifier, parts: CheckParts): TokenVerifier =>
  honouring(verifier, createProofs(parts))

function honouring(verifier: TokenVerifier, proofs: Proofs): TokenVerifier {
  return {
    ...verifier,
    schemes: [...verifier.schemes, 'DPoP'],
    async verify(token, call) {
      const principal = await verifier.verify(token, call)
      await assertHolder(proofs, token, call)
      return principal
    },
  }
}

/** @throws AuthError `dpop_proof_required`, `dpop_proof_invalid`, `rate_limited` */
async function assertHolder(proofs: Proofs, token: string, call: Call): Promise<void> {
  const jkt = boundKeyOf(token)
  // A service of ours that exchanges a token has checked the proof itself.
  if (call.scheme === 'Exchange') return
  if (call.scheme !== 'DPoP') {
    if (jkt) throw new AuthError('dpop_proof_required')
    return
  }
  const proof = await proofs.read(call, token)
  if (proof.jkt !== jkt) throw new AuthError('dpop_proof_invalid')
  proof.use()
}

/** @param token that was verified */
function boundKeyOf(token: string): string | undefined {
  const result = v.safeParse(confirmation, decodeJwt(token))
  if (!result.success) throw new AuthError('token_claim_invalid')
  return result.output.cnf?.jkt
}

/** A proof that is good for its call, if it is not a copy. */
interface Proof {
  /** The thumbprint of the key that the caller has proved to hold. */
  readonly jkt: string
  /** Takes the proof, which is good once. @throws AuthError `dpop_proof_invalid`, `rate_limited` */
  use(): void
}

interface Proofs {
  /**
   * @param token the access token that the proof has to name; a proof for a login names none
   * @throws AuthError `dpop_proof_invalid`
   */
  read(call: Call, token?: string): Promise<Proof>
}

function createProofs({ clock, settings }: CheckParts): Proofs {
  const toleranceSeconds = settings.CLOCK_TOLERANCE_SECONDS
  const used = new UsedProofs(clock, proofAgeSeconds + 2 * toleranceSeconds + 1)

  // #region proof
  async function prove({ dpop = '', method, url }: Call, token?: string): Promise<Proof> {
    const { payload, protectedHeader } = await jwtVerify(dpop, EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: ['Ed25519', 'ES256'],
      maxTokenAge: proofAgeSeconds,
      clockTolerance: toleranceSeconds,
      currentDate: new Date(clock.nowMs()),
    })
    const { jti, htm, htu, ath } = v.parse(proofClaims, payload)
    const isForThis = htm === method && withoutQuery(htu) === withoutQuery(url)
    if (!isForThis || ath !== (token && (await digest(token))))
      throw new TypeError('made for another request')
    const jkt = await calculateJwkThumbprint(protectedHeader.jwk as JWK)
    return { jkt, use: () => used.note(`${jkt} ${jti}`) }
  }
  // #endregion proof

  return {
    read: (call, token) =>
      prove(call, token).catch((cause) => {
        throw new AuthError('dpop_proof_invalid', { cause })
      }),
  }
}

/** Spellings of one address are alike after this (RFC 9449 section 4.3). */
const withoutQuery = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

const digest = async (token: string): Promise<string> =>
  base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))))

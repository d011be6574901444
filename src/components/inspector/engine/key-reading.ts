import { base64url, type JWK } from 'jose'
import { encodingFault } from '../base64url.ts'
import { jsonFault } from '../json-fault.ts'
import { isSymmetric } from '../policy.ts'
import { isJsonObject } from '../read-token.ts'
import { isPem, readPem } from './pem.ts'
import { privateKeyRefusal, Refusal } from './refusal.ts'

/** What was pasted as a key. */
export interface KeyReading {
  /** What it was taken for, in words. */
  readonly label: string
  /** Secrets are JWKs of type `oct`. */
  readonly jwks: readonly JWK[]
  /** Whether the token has to name one of them. */
  readonly isSet: boolean
  /** The text of a secret that was given as text. */
  readonly secretText?: string
}

export type SecretEncoding = 'text' | 'base64url'

export interface KeyInput {
  readonly text: string
  readonly alg: string
  readonly encoding: SecretEncoding
}

/** Tells what somebody pasted. Undefined where that is nothing. @throws Refusal with the reason in words */
export async function readKey({ text, alg, encoding }: KeyInput): Promise<KeyReading | undefined> {
  // Blanks may belong to a secret.
  const trimmed = text.trim()
  if (text === '') return undefined
  if (alg === '') throw new Refusal('Say first which algorithm you expect. A key is for one alone.')
  if (isPem(trimmed)) return readPem(trimmed, alg)
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return readJson(trimmed)
  if (/^https?:\/\/\S+$/.test(trimmed))
    throw new Refusal(
      'This is an address, and this page fetches nothing. Open it yourself and paste the key set.',
    )
  if (!isSymmetric(alg))
    throw new Refusal(
      `This can only be a secret, and ${alg} is checked with a public key: a JWK, a key set or a PEM.`,
    )
  return encoding === 'text' ? textSecret(text) : encodedSecret(trimmed)
}

function textSecret(text: string): KeyReading {
  const bytes = new TextEncoder().encode(text)
  return { ...secret(base64url.encode(bytes), bytes.length), secretText: text }
}

function encodedSecret(text: string): KeyReading {
  const unpadded = text.replace(/=+$/, '')
  const fault = encodingFault(unpadded)
  if (fault) throw new Refusal(`This is not base64url. At character ${fault.at + 1} stands ${fault.text}.`)
  return secret(unpadded, base64url.decode(unpadded).length)
}

const secret = (k: string, bytes: number) => ({
  label: `A secret of ${bytes} bytes`,
  jwks: [{ kty: 'oct', k }],
  isSet: false,
})

function readJson(text: string): KeyReading {
  const value = parse(text)
  const jwks: unknown = isJsonObject(value) && 'keys' in value ? value.keys : [value]
  if (!Array.isArray(jwks) || !jwks.every(isJwk))
    throw new Refusal(
      'This is neither a JWK nor a key set: a JWK has a kty, and a key set a list of JWKs under keys.',
    )
  if (jwks.some(isPrivate)) throw privateKeyRefusal()
  const isSet = isJsonObject(value) && 'keys' in value
  const label = isSet ? `A key set with ${jwks.length} ${jwks.length === 1 ? 'key' : 'keys'}` : 'A JWK'
  return { label, jwks, isSet }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const { at, text: reason } = jsonFault(text)
    throw new Refusal(`This is not JSON. At character ${at + 1} ${reason}.`)
  }
}

const isJwk = (value: unknown): value is JWK => isJsonObject(value) && typeof value.kty === 'string'

const isPrivate = (jwk: JWK): boolean => ['d', 'p', 'q', 'dp', 'dq', 'qi'].some((name) => name in jwk)

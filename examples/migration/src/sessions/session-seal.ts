import { CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt } from 'jose'
import type { KeyRing } from '../keys/key-ring.ts'
import type { SessionKey } from './session-keys.ts'

/** Makes of a text one that only holders of the session keys can read, and notices every change to it. */
export interface Seal {
  close(text: string): Promise<string>
  /** @returns undefined when it was not sealed with a key that is still accepted, or was changed */
  open(sealed: string): Promise<string | undefined>
}

// #region seal
/**
 * Whoever reads Redis, a dump or a replica learns nothing of the sessions, and whoever writes to it forges none.
 * AES-GCM as a compact JWE (RFC 7516) with the name of its key in the header, so that keys can be rotated. With
 * random nonces one key is good for some 4 billion records (NIST SP 800-38D section 8.3): rotate it before.
 */
export function createSeal(keys: KeyRing<SessionKey>): Seal {
  return {
    async close(text) {
      const { kid, key } = keys.active
      const header = { alg: 'dir', enc: 'A256GCM', kid }
      return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(key)
    },
    async open(sealed) {
      try {
        const { plaintext } = await compactDecrypt(sealed, keyNamedIn(keys), algorithms)
        return new TextDecoder().decode(plaintext)
      } catch {
        return undefined
      }
    },
  }
}
// #endregion seal

const algorithms = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }

const keyNamedIn =
  (keys: KeyRing<SessionKey>) =>
  ({ kid }: CompactJWEHeaderParameters): SessionKey['key'] => {
    const found = keys.find(kid)
    if (!found) throw new TypeError('sealed with a key that is not accepted any more')
    return found.key
  }

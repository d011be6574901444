import { sha1 } from '@noble/hashes/legacy.js'
import { Buffer } from 'buffer'

/** Redis names scripts by their SHA-1; nothing secret depends on it. */
export function createHash(algorithm: string) {
  if (algorithm !== 'sha1') throw new Error(`Only sha1 is here, not ${algorithm}`)
  const hash = sha1.create()
  const self = {
    update(data: string | Uint8Array) {
      hash.update(typeof data === 'string' ? new TextEncoder().encode(data) : data)
      return self
    },
    digest(encoding?: 'hex') {
      const bytes = Buffer.from(hash.digest())
      return encoding ? bytes.toString(encoding) : bytes
    },
  }
  return self
}

export const randomUUID = () => crypto.randomUUID()
export const randomBytes = (length: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(length)))
export default { createHash, randomBytes, randomUUID }

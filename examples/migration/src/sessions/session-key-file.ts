import { base64url } from 'jose'
import type { KeyFile } from '../keys/command.ts'
import { randomId } from '../random.ts'

interface SessionKeySettings {
  readonly SESSION_KEYS_FILE?: string | undefined
  readonly SESSION_ABSOLUTE_SECONDS: number
}

/** The keys that session records are sealed with, for `npm run keys`. */
export const sessionKeyFile = ({
  SESSION_KEYS_FILE,
  SESSION_ABSOLUTE_SECONDS,
}: SessionKeySettings): KeyFile => ({
  setting: 'SESSION_KEYS_FILE',
  path: SESSION_KEYS_FILE ?? 'session-keys.json',
  create: async () => ({
    kty: 'oct',
    k: randomKey(),
    kid: randomId().slice(0, 12),
    alg: 'A256GCM',
    use: 'enc',
  }),
  drainSeconds: SESSION_ABSOLUTE_SECONDS,
})

/** The 256 bits of an AES-GCM key. */
export const randomKey = (): string => base64url.encode(crypto.getRandomValues(new Uint8Array(32)))

import type { Clock } from '../clock.ts'
import type { RedisConnection } from '../redis/connection.ts'
import { openSessionKeys } from './session-keys.ts'
import { createSeal } from './session-seal.ts'
import { SessionStore, type StoreParts } from './session-store.ts'

type StoreSettings = StoreParts['settings'] & { readonly SESSION_KEYS_FILE?: string | undefined }

/** @throws SettingsError when SESSION_KEYS_FILE cannot be used */
export async function openSessionStore(
  redis: RedisConnection,
  settings: StoreSettings,
  clock: Clock,
): Promise<SessionStore> {
  const seal = createSeal(await openSessionKeys(settings.SESSION_KEYS_FILE, clock))
  return new SessionStore({ redis, seal, clock, settings })
}

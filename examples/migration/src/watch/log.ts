import { pino } from 'pino'
import type { SecurityEvent, SecurityEventName, Tell } from './security-events.ts'

/** One JSON line for each event, to standard output, where the platform collects it. */
const logger = pino({ timestamp: pino.stdTimeFunctions.isoTime, base: { appid: 'jwt-starter' } })

/** What somebody has to look at, and what somebody has to do something about at once. */
const levels: Partial<Record<SecurityEventName, 'warn' | 'error'>> = {
  authn_login_fail: 'warn',
  authz_fail: 'warn',
  excess_rate_limit_exceeded: 'warn',
  authn_policy_fallback: 'warn',
  authn_all_tokens_revoked: 'warn',
  crypt_signing_key_changed: 'warn',
  authn_token_reuse: 'error',
}

export const logEvent: Tell = ({ event, ...fields }: SecurityEvent) =>
  logger[levels[event] ?? 'info']({ event, ...fields })

/** A fault of ours. Its stack names files and lines; messages of ours hold no tokens. */
export const logFault = (fault: unknown): void => logger.error({ event: 'sys_fault', err: fault })

/**
 * What a security team wants to know of at once. The names are of OWASP's logging vocabulary where it has one
 * (https://cheatsheetseries.owasp.org/cheatsheets/Logging_Vocabulary_Cheat_Sheet.html); the last three are ours.
 */
export const securityEventNames = [
  'authn_login_success',
  'authn_login_fail',
  'authn_token_revoked',
  'authn_token_reuse',
  'authz_fail',
  'excess_rate_limit_exceeded',
  'session_created',
  'session_renewed',
  'session_expired',
  'sys_startup',
  'sys_shutdown',
  'authn_all_tokens_revoked',
  'crypt_signing_key_changed',
  'authn_policy_fallback',
] as const

export type SecurityEventName = (typeof securityEventNames)[number]

// #region event
/** Names and places, and never a token, a secret, a password or what somebody typed. */
export interface SecurityEvent {
  readonly event: SecurityEventName
  readonly sub?: string
  readonly sid?: string
  /** Who did it to the account of somebody else, by the `sub`. */
  readonly actor?: string
  readonly network?: string
  readonly route?: string
  /** The stable code of a refusal, or the name of a key. */
  readonly detail?: string
}
// #endregion event

/** Takes an event to wherever events go: a log, a metric, a test. */
export type Tell = (event: SecurityEvent) => void

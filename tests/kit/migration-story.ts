const stateless = '200 stateless'
const hybrid = '200 hybrid'
const ok = '200 ok'
const revoked = '401 session_revoked'

/** The story of the migration as every runtime must tell it: step, status and code. */
const story = [
  ['laptop logs in, and gets a token that is', stateless],
  ['phone logs in, and gets a token that is', stateless],
  ['laptop reads /catalog', ok],
  ['operator: next', '- shadow'],
  ['laptop refreshes, and gets a token that is', stateless],
  ['laptop reads /catalog', ok],
  ['operator: next', '- shadow_too_short'],
  ['half an hour goes by', '- still_at_work'],
  ['operator: next', '- issue-new'],
  ['laptop refreshes, and gets a token that is', hybrid],
  ['laptop reads /catalog', ok],
  ['laptop reads /catalog with the old token', ok],
  ['operator: back', '- shadow'],
  ['laptop refreshes, and gets a token that is', stateless],
  ['phone refreshes, and gets a token that is', stateless],
  ['phone logs out', '200 at-expiry'],
  ['phone reads /catalog', revoked],
  ['phone refreshes', revoked],
  ['half an hour goes by', '- still_at_work'],
  ['operator: next', '- issue-new'],
  ['laptop refreshes, and gets a token that is', hybrid],
  ['operator: next', '- drain'],
  ['operator: next', '- drain_not_over'],
  ['half an hour goes by', '- still_at_work'],
  ['operator: next', '- new-only'],
  ['laptop reads /catalog', ok],
  ['laptop logs out', '200 bounded'],
  ['laptop reads /catalog', revoked],
] as const

/** As `readStory` reads it from what the demo prints. */
export const migrationStory: readonly string[] = story.map(
  ([step, outcome], i) => `${i + 1} ${step} ${outcome}`,
)

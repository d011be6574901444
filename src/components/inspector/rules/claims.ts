import { inPayload, isProof, type Rule, type Subject, typeName, when } from './rule.ts'

const textClaims = ['iss', 'sub', 'jti', 'sid', 'client_id', 'azp', 'scope', 'nonce']

const personalClaims = new Set(
  'name given_name family_name middle_name nickname preferred_username profile picture website email gender birthdate phone_number address upn'.split(
    ' ',
  ),
)
const secretName =
  /(?:^|_)(?:password|passwd|pwd|secret|api_?key|private_?key|(?:access|refresh)_token|ssn|card_number|cvv|pin)$/i
const mailAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const ownMachine = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/

const missing =
  (claim: string): Rule =>
  (subject) =>
    when(subject.payload[claim] === undefined && !isProof(subject), inPayload(claim))

/** About claims other than dates. */
export const claimRules = {
  'no-aud': missing('aud'),
  'no-iss': missing('iss'),
  'no-sub': missing('sub'),
  'no-jti': ({ payload }) => when(payload.jti === undefined, inPayload('jti')),
  'no-client': ({ header, payload }) =>
    when(typeName(header.typ) === 'at+jwt' && payload.client_id === undefined, inPayload('client_id')),
  'text-expected': ({ payload }) => [
    ...textClaims.flatMap((name) => when(name in payload && !isFullText(payload[name]), inPayload(name))),
    ...when('aud' in payload && !isAudience(payload.aud), inPayload('aud')),
  ],
  'aud-many': ({ payload: { aud } }) =>
    when(Array.isArray(aud) && aud.length > 1, inPayload('aud', 'holds several')),
  'iss-http': ({ payload: { iss } }) =>
    when(typeof iss === 'string' && iss.startsWith('http://') && !ownMachine.test(iss), inPayload('iss')),
  personal: (subject) => claimsWhere(subject, isPersonal),
  'secret-inside': (subject) => claimsWhere(subject, (name) => secretName.test(name)),
} as const satisfies Record<string, Rule>

const isFullText = (value: unknown): boolean => typeof value === 'string' && value !== ''

const isAudience = (aud: unknown): boolean =>
  isFullText(aud) || (Array.isArray(aud) && aud.length > 0 && aud.every(isFullText))

const isPersonal = (name: string, value: unknown): boolean =>
  personalClaims.has(name) || (typeof value === 'string' && mailAddress.test(value))

const claimsWhere = ({ payload }: Subject, isSo: (name: string, value: unknown) => boolean) =>
  Object.entries(payload).flatMap(([name, value]) => when(isSo(name, value), inPayload(name)))

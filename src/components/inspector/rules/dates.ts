import { dateClaims, durationText, latestDate, looksLikeMilliseconds } from '../dates.ts'
import { inPayload, isProof, type Place, type Rule, type Subject, typeName, when } from './rule.ts'

const hour = 3_600
const day = 24 * hour

/** Longest sensible lifetimes by type: an access token is for one hour (RFC 6750 section 5.3). */
const longestSeconds: Readonly<Record<string, number>> = { 'at+jwt': hour, 'refresh+jwt': 30 * day }
const longestOtherSeconds = day

/** About the dates among the claims. */
export const dateRules = {
  'no-exp': (subject) => when(subject.payload.exp === undefined && !isProof(subject), inPayload('exp')),
  'no-iat': ({ payload }) => when(payload.iat === undefined, inPayload('iat')),
  expired: ({ payload: { exp }, nowSeconds, toleranceSeconds }) =>
    when(isDate(exp) && exp <= nowSeconds - toleranceSeconds, inPayload('exp')),
  'not-yet': ({ payload: { nbf }, nowSeconds, toleranceSeconds }) =>
    when(isDate(nbf) && nbf > nowSeconds + toleranceSeconds, inPayload('nbf')),
  'issued-later': ({ payload: { iat }, nowSeconds, toleranceSeconds }) =>
    when(isDate(iat) && iat > nowSeconds + toleranceSeconds, inPayload('iat')),
  'ends-first': ({ payload: { exp, nbf, iat } }) =>
    when(isDate(exp) && [nbf, iat].some((start) => isDate(start) && start >= exp), inPayload('exp')),
  'long-life': longLife,
  'date-text': (subject) => datesWhere(subject, (value) => typeof value === 'string'),
  'date-milliseconds': (subject) =>
    datesWhere(subject, (value) => typeof value === 'number' && looksLikeMilliseconds(value)),
  'date-fraction': (subject) => datesWhere(subject, (value) => isDate(value) && !Number.isInteger(value)),
  'date-wrong': (subject) => datesWhere(subject, isNoDate),
} as const satisfies Record<string, Rule>

function longLife({ header, payload: { iat, exp }, nowSeconds }: Subject): readonly Place[] {
  if (!isDate(exp)) return []
  const life = exp - (isDate(iat) ? iat : nowSeconds)
  const longest = longestSeconds[typeName(header.typ)] ?? longestOtherSeconds
  return when(life > longest, inPayload('exp', `${durationText(life)}, and ${durationText(longest)} is long`))
}

/** A date that a verifier can compare. */
const isDate = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= latestDate && !looksLikeMilliseconds(value)

const isNoDate = (value: unknown): boolean =>
  typeof value === 'number' ? !isDate(value) && !looksLikeMilliseconds(value) : typeof value !== 'string'

const datesWhere = ({ payload }: Subject, isSo: (value: unknown) => boolean): readonly Place[] =>
  dateClaims.flatMap((name) => when(name in payload && isSo(payload[name]), inPayload(name)))

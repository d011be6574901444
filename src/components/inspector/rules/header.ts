import { inHeader, isProof, type Rule, typeName, when } from './rule.ts'

/** Those of RFC 7518 section 3.1, RFC 8037, RFC 8812 and RFC 9864. */
const signatureAlgorithms = new Set(
  'HS256 HS384 HS512 RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 Ed448'.split(
    ' ',
  ),
)
/** Names that `crit` must not hold, since every implementation knows them (RFC 7515 section 4.1.11). */
const registered = new Set('alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit'.split(' '))
/** What the starters accept, and what has a rule of its own here. */
const discussed = new Set('alg kid typ cty jwk x5c jku x5u crit b64 zip'.split(' '))
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']

/** What no key's name needs, but paths, queries, commands and addresses do. */
const risky = /^\/|\.\.|:\/\/|\/.*\.\w+$|[\\'"`;|$<>\s]/

/** `none` in any spelling that a careless comparison lets through. */
export const isAlmostNone = (alg: unknown): boolean => String(alg).trim().toLowerCase() === 'none'

/** About the members of the header. */
export const headerRules = {
  'alg-none': ({ header: { alg } }) => when(alg === 'none', inHeader('alg')),
  'alg-none-like': ({ header: { alg } }) => when(alg !== 'none' && isAlmostNone(alg), inHeader('alg')),
  'alg-missing': ({ header: { alg } }) => when(typeof alg !== 'string' || alg === '', inHeader('alg')),
  'alg-unknown': ({ header: { alg } }) =>
    when(
      typeof alg === 'string' && alg !== '' && !isAlmostNone(alg) && !signatureAlgorithms.has(alg),
      inHeader('alg'),
    ),
  'alg-symmetric': ({ header: { alg } }) => when(/^HS\d+$/.test(String(alg)), inHeader('alg')),
  'alg-vague': ({ header: { alg } }) => when(alg === 'EdDSA', inHeader('alg')),
  'typ-missing': ({ header: { typ } }) => when(typ === undefined, inHeader('typ')),
  'typ-vague': ({ header: { typ } }) => when(typeName(typ) === 'jwt', inHeader('typ')),
  'typ-other': ({ header: { typ }, expectedTyp }) =>
    when(
      expectedTyp !== '' && typ !== undefined && typeName(typ) !== typeName(expectedTyp),
      inHeader('typ', `you expect ${expectedTyp}`),
    ),
  'crit-invalid': ({ header }) =>
    when('crit' in header && !isCritical(header.crit, header), inHeader('crit')),
  'crit-unknown': ({ header }) =>
    isCritical(header.crit, header) ? header.crit.map((name) => inHeader('crit', `asks for ${name}`)) : [],
  'key-embedded': (subject) =>
    ['jwk', 'x5c'].flatMap((name) => when(name in subject.header && !isProof(subject), inHeader(name))),
  'key-address': ({ header }) => ['jku', 'x5u'].flatMap((name) => when(name in header, inHeader(name))),
  'private-key': ({ header: { jwk } }) =>
    when(
      typeof jwk === 'object' && privateMembers.some((name) => name in (jwk ?? {})),
      inHeader('jwk', 'holds the private part'),
    ),
  'kid-risky': ({ header: { kid } }) =>
    when(
      kid !== undefined && (typeof kid !== 'string' || kid.length > 256 || risky.test(kid)),
      inHeader('kid'),
    ),
  'kid-missing': (subject) => when(subject.header.kid === undefined && !isProof(subject), inHeader('kid')),
  unencoded: ({ header: { b64 } }) => when(b64 !== undefined, inHeader('b64')),
  compressed: ({ header: { zip } }) => when(zip !== undefined, inHeader('zip')),
  nested: ({ header: { cty } }) => when(typeName(cty) === 'jwt', inHeader('cty')),
  'header-extra': ({ header }) =>
    Object.keys(header).flatMap((name) => when(!discussed.has(name), inHeader(name))),
} as const satisfies Record<string, Rule>

/** Whether `crit` is what the RFC allows: names of extensions that are there. */
function isCritical(crit: unknown, header: object): crit is readonly string[] {
  if (!Array.isArray(crit) || crit.length === 0 || new Set(crit).size < crit.length) return false
  return crit.every((name) => typeof name === 'string' && !registered.has(name) && name in header)
}

import type { StrategyName } from '../components/strategies.ts'

export type TokenKind = 'access' | 'refresh' | 'internal'

/** A member of a token's header or claims: in which tokens it is, and who defined it. */
export interface Claim {
  readonly name: string
  readonly text: string
  readonly source: string
  readonly href: string
  readonly in: Partial<Record<StrategyName, readonly TokenKind[]>>
}

const rfc = (number: number, section: string) => ({
  source: `RFC ${number}, section ${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}.html#section-${section}`,
})
const oidc = (anchor: string) => ({
  source: 'OpenID Connect',
  href: `https://openid.net/specs/openid-connect-core-1_0.html#${anchor}`,
})
const ours = { source: 'This project', href: 'https://www.rfc-editor.org/rfc/rfc7519.html#section-4.3' }

const every: readonly TokenKind[] = ['access', 'refresh', 'internal']
const everywhere = { stateless: every, redis: every, hybrid: every }

export const headerMembers: readonly Claim[] = [
  {
    name: 'alg',
    text: 'How it is signed. The service compares it with its own setting and never obeys it.',
    ...rfc(7515, '4.1.1'),
    in: everywhere,
  },
  {
    name: 'typ',
    text: 'What kind of token it is: at+jwt opens services, refresh+jwt is for the issuer alone.',
    ...rfc(9068, '2.1'),
    in: everywhere,
  },
  { name: 'kid', text: 'Which key signed it.', ...rfc(7515, '4.1.4'), in: everywhere },
]

export const claims: readonly Claim[] = [
  { name: 'iss', text: 'Who made it.', ...rfc(7519, '4.1.1'), in: everywhere },
  { name: 'sub', text: 'Which user it is about.', ...rfc(7519, '4.1.2'), in: everywhere },
  { name: 'aud', text: 'The one service it is for.', ...rfc(7519, '4.1.3'), in: everywhere },
  {
    name: 'exp',
    text: 'When it ends. Required: a token without it would never end.',
    ...rfc(7519, '4.1.4'),
    in: everywhere,
  },
  { name: 'iat', text: 'When it was made.', ...rfc(7519, '4.1.6'), in: everywhere },
  {
    name: 'jti',
    text: 'Its own name, 256 random bits. Of a refresh token the store keeps the hash of this.',
    ...rfc(7519, '4.1.7'),
    in: everywhere,
  },
  {
    name: 'sid',
    text: 'The session it belongs to. Revocation goes by this, never by the text of a token.',
    source: 'OpenID Connect logout',
    href: 'https://openid.net/specs/openid-connect-frontchannel-1_0.html#OPLogout',
    in: everywhere,
  },
  {
    name: 'auth_time',
    text: 'When the user logged in. The absolute timeout and the step-up count from here.',
    ...oidc('IDToken'),
    in: everywhere,
  },
  {
    name: 'name',
    text: 'What the user is called.',
    ...oidc('StandardClaims'),
    in: { stateless: ['access'], hybrid: ['access'] },
  },
  {
    name: 'roles',
    text: 'What the user may do, as of the moment it was made.',
    ...rfc(9068, '2.2.3.1'),
    in: { stateless: ['access'], hybrid: ['access'] },
  },
  {
    name: 'device',
    text: 'What the user calls the device.',
    ...ours,
    in: { stateless: ['access', 'refresh'], hybrid: ['access'] },
  },
  {
    name: 'epoch',
    text: 'The number of the user at login. Logging out everywhere moves it on.',
    ...ours,
    in: { hybrid: ['access'] },
  },
  {
    name: 'act',
    text: 'Which service acts for the user.',
    ...rfc(8693, '4.1'),
    in: { stateless: ['internal'], redis: ['internal'], hybrid: ['internal'] },
  },
  {
    name: 'cnf',
    text: 'The key it is bound to, where the client asked for that.',
    ...rfc(9449, '6.1'),
    in: { hybrid: ['access'] },
  },
]

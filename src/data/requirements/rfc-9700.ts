import { notApplicable, notMet, type Requirement } from './requirement.ts'

/** RFC 9700, OAuth 2.0 security: all of section 2, and of section 4 what is about tokens and not about redirects. */

const noFlows = 'There are no redirects and no OAuth clients: the starters begin after login.'
const bearer =
  'Tokens are bearer tokens: whoever holds one can use it. The hybrid binds them to a key with DPoP.'

const asked = (section: string, text: string, gaps: Requirement['gaps'] = [], part = '') => ({
  id: `RFC9700-${section}${part && `-${part}`}`,
  text,
  href: `https://www.rfc-editor.org/rfc/rfc9700.html#section-${section}`,
  gaps,
})

const practices = [
  asked(
    '2.1',
    'Redirect addresses are compared exactly, lead nowhere else, and are guarded against CSRF and mix-up.',
    notApplicable(noFlows),
  ),
  asked('2.1.1', 'The authorization code flow uses PKCE.', notApplicable(noFlows)),
  asked('2.1.2', 'No access token is handed out in an authorization response.', notApplicable(noFlows)),
  asked(
    '2.2.1',
    'Access tokens are bound to their sender, by mutual TLS or DPoP.',
    notMet(bearer, ['stateless', 'redis']),
  ),
  asked(
    '2.2.2',
    'The refresh tokens of public clients are bound to their sender, or rotate.',
    notMet('Every refresh yields a new token, but the old one goes on working.', ['stateless']),
  ),
  asked('2.3', 'Access tokens are good for one audience, and for no more than their user may do.'),
  asked(
    '2.4',
    'No client collects the passwords of users in order to trade them for tokens.',
    notApplicable('POST /login stands for a login page of your own. No client of others sees a password.'),
  ),
  asked('2.5', 'Clients that can keep a key authenticate with it.', notApplicable(noFlows)),
  asked('2.6', 'The server publishes metadata for clients, and traffic is TLS from end to end.', [
    ...notApplicable('There are no OAuth clients to read metadata. TLS ends in front of the starters.'),
  ]),
]

const tokens = [
  asked('4.3.2', 'No access token travels in an address, where histories and logs keep it.'),
  asked(
    '4.9.3',
    'A service treats the tokens that it sees as secrets, and neither stores nor passes them on readable.',
  ),
  asked(
    '4.10.1',
    'A stolen access token is of no use without the key that it is bound to.',
    notMet(bearer, ['stateless', 'redis']),
  ),
  asked('4.10.2', 'A service refuses an access token that is meant for another.'),
  asked(
    '4.13',
    'A proxy that ends TLS passes on no header from outside that a service trusts.',
    notApplicable('The starters trust no header that a proxy adds.'),
  ),
  asked(
    '4.14.2',
    'A refresh token that is used twice is noticed, and what was issued in its place is revoked.',
    notMet('Nobody remembers which refresh tokens were used.', ['stateless']),
    'replay',
  ),
  asked(
    '4.14.2',
    'A refresh token gives no more than the user consented to.',
    notApplicable('There are no scopes and no consent. A refresh yields a token of the same kind.'),
    'scope',
  ),
  asked('4.14.2', 'A refresh token that is not used for some time expires.', [], 'expiry'),
  asked(
    '4.14.2',
    'Refresh tokens can be revoked when something happens, such as a logout.',
    notMet('A refresh token works until it expires.', ['stateless']),
    'events',
  ),
  asked(
    '4.15',
    'No client can choose a name that passes as that of a user.',
    notApplicable('Only users get tokens, and the issuer chooses their sub.'),
  ),
]

export const rfc9700: readonly Requirement[] = [...practices, ...tokens]

import { notApplicable, notMet, type Requirement } from './requirement.ts'

/** OWASP ASVS 5.0.0, chapter V7: session management. */

const chapter = 'https://github.com/OWASP/ASVS/blob/v5.0.0_release/5.0/en/0x16-V7-Session-Management.md'
const stores = ['redis', 'hybrid'] as const
const noFederation = 'There is one issuer and no single sign-on.'

const anchors: Readonly<Record<string, string>> = {
  '7.1': 'v71-session-management-documentation',
  '7.2': 'v72-fundamental-session-management-security',
  '7.3': 'v73-session-timeout',
  '7.4': 'v74-session-termination',
  '7.5': 'v75-defenses-against-session-abuse',
  '7.6': 'v76-federated-re-authentication',
}

const asked = (number: string, level: 1 | 2 | 3, text: string, gaps: Requirement['gaps'] = []) => ({
  id: `ASVS-${number}`,
  level,
  text,
  href: `${chapter}#${anchors[number.slice(0, 3)]}`,
  gaps,
})

export const asvsSessions: readonly Requirement[] = [
  asked(
    '7.1.1',
    2,
    'The idle and the absolute timeout are written down, and where they are laxer than NIST SP 800-63B, so is the reason.',
    notMet('Both timeouts are documented settings. Weighing them for your product is left to you.'),
  ),
  asked(
    '7.1.2',
    2,
    'It is written down how many sessions one account may have at a time, and what happens at the limit.',
    notMet('There is no limit. The page on limits says so.'),
  ),
  asked(
    '7.1.3',
    2,
    'Where logins are shared between systems, it is written down how their sessions begin and end together.',
    notApplicable(noFederation),
  ),
  asked('7.2.1', 1, 'Session tokens are checked on the server.'),
  asked('7.2.2', 1, 'A session is held by tokens made for it, not by an API key that stays the same.'),
  asked('7.2.3', 1, 'A token that merely names a session is unique and has 128 random bits or more.', [
    ...notApplicable('No token names something that is stored.', ['stateless']),
  ]),
  asked(
    '7.2.4',
    1,
    'Each login makes a new session token and ends the one that the client had before.',
    notMet('A login makes new tokens. Those of the session before cannot be taken back.', ['stateless']),
  ),
  asked('7.3.1', 2, 'A session that is not used for the documented time needs a new login.'),
  asked('7.3.2', 2, 'A session needs a new login after the documented time, used or not.'),
  asked(
    '7.4.1',
    1,
    'A session that was ended, such as by a logout, opens nothing any more.',
    notMet('A logged-out token is accepted until it expires. That is the price of keeping no sessions.', [
      'stateless',
    ]),
  ),
  asked('7.4.2', 1, 'Closing an account ends all of its sessions.', [
    ...notMet('A closed account gets no new tokens, but those it has work until they expire.', ['stateless']),
  ]),
  asked('7.4.3', 2, 'After a change of password or another factor, the user can end all other sessions.', [
    ...notMet('No session can be ended before it expires.', ['stateless']),
    ...notApplicable(
      'No factor can be changed here. POST /logout-others is what to call when one is.',
      stores,
    ),
  ]),
  asked(
    '7.4.4',
    2,
    'Every page behind the login shows how to log out.',
    notApplicable('The starters are services without pages.'),
  ),
  asked('7.4.5', 2, 'An administrator can end the sessions of one user, or of all.', [
    ...notMet('No session can be ended before it expires.', ['stateless']),
  ]),
  asked(
    '7.5.1',
    2,
    'Changing what an account is recovered or opened with needs a full login first.',
    notApplicable('No route changes an account.'),
  ),
  asked('7.5.2', 2, 'Users see their sessions and can end any of them, after showing a factor once more.', [
    ...notMet('Nobody keeps a list of sessions.', ['stateless']),
    ...notMet('Sessions can be seen and ended, but nobody is asked for the password again.', stores),
  ]),
  asked(
    '7.5.3',
    3,
    'The most sensitive actions need another factor or a second check.',
    notMet(
      'POST /transfer asks for a login of the last hour. That is no second factor, and not asked each time.',
    ),
  ),
  asked(
    '7.6.1',
    2,
    'Sessions at an identity provider and at those who rely on it end as documented.',
    notApplicable(noFederation),
  ),
  asked(
    '7.6.2',
    2,
    'No session begins without the consent or an action of the user.',
    notApplicable(`${noFederation} A session begins with a password and in no other way.`),
  ),
]

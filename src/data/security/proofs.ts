import type { Proof, Shown } from './proof.ts'

const contract = (file: string, ...names: string[]): Shown[] =>
  names.map((name) => ({ file: `tests/contract/${file}.test.ts`, name }))
const chaos = (file: string, ...names: string[]): Shown[] =>
  names.map((name) => ({ file: `tests/chaos/${file}.test.ts`, name }))
const table =
  (file: string, name: string) =>
  (...cases: string[]): Shown => ({ file: `tests/${file}.test.ts`, name, cases })
const settings = table('contract/settings', '%s: names %s')
const badInput = table('contract/bad-input', '%s: %s')
const algorithms = table('attacks/algorithms', '%s: %s')
const ownKeys = table('attacks/own-keys', '%s: %s')

const cheatSheet = (title: string, name: string) => ({
  title: `OWASP’s cheat sheet on ${title}`,
  href: `https://cheatsheetseries.owasp.org/cheatsheets/${name}_Cheat_Sheet.html`,
})
const rfc = (number: number, section: string) => ({
  title: `RFC ${number}, section ${section}`,
  href: `https://www.rfc-editor.org/rfc/rfc${number}.html#section-${section}`,
})

/** By the heading's anchor on the page. A test holds both to each other, and titles to the files of tests. */
export const proofs: Readonly<Record<string, Proof>> = {
  'strong-secrets': {
    tests: [
      settings('a weak secret', 'HS256 with services apart'),
      ...contract('settings', 'a secret of 32 bytes or more that is in a public list is refused: %s'),
    ],
    meets: ['RFC8725-3.5'],
  },
  'short-lifetimes': {
    tests: [
      ...contract('sessions', 'no token outlives the absolute timeout'),
      badInput('a token without exp', 'an expired token'),
      settings('a lifetime too long', 'access longer than idle'),
    ],
    meets: ['ASVS-9.2.1', 'ASVS-7.3.2'],
  },
  'issuer-and-audience': {
    tests: [
      badInput('another issuer', 'another audience', 'a token without iss', 'a token without aud'),
      ...contract(
        'token-exchange',
        'its token opens the ledger and nothing else, and the own token of the user no ledger',
      ),
    ],
    meets: ['RFC8725-3.8', 'RFC8725-3.9', 'ASVS-9.2.3'],
  },
  'one-algorithm': {
    tests: [
      algorithms(
        'alg … without a signature',
        'alg … with a good signature',
        'alg … with a key of the attacker',
      ),
      badInput('another algorithm'),
    ],
    meets: ['RFC8725-3.1', 'ASVS-9.1.2'],
  },
  'no-keys-from-tokens': {
    tests: [
      ownKeys(
        'its key in jwk',
        'the address of its keys in jku',
        'the address of its certificate in x5u',
        'the address of its keys in kid',
      ),
    ],
    meets: ['ASVS-9.1.3', 'RFC8725-3.10'],
  },
  'who-may-mint': {
    tests: [
      settings('a verifier with signing keys', 'HS256 with services apart'),
      ...contract('algorithms', 'a key set that holds no private part and no secret'),
    ],
    meets: ['RFC8725-3.1'],
  },
  'tokens-between-services': {
    tests: contract(
      'token-exchange',
      'gives a token of the session for the ledger alone, for seconds, and without roles',
    ),
    meets: ['RFC9700-2.3', 'ASVS-9.2.4'],
  },
  'bind-tokens': {
    tests: contract('dpop', 'is refused with no proof, with two, and with one that was seen before'),
    meets: ['RFC9700-2.2.1', 'RFC9700-4.10.1'],
  },
  'the-line-to-redis': {
    tests: chaos('access', '%s connects to whom it can trust, and to nobody else'),
    meets: [],
    advisedBy: cheatSheet('databases', 'Database_Security'),
  },
  'a-user-for-redis': {
    tests: chaos(
      'access',
      '%s works with the right one, and is closed with a wrong one or none',
      '%s needs no dangerous commands',
    ),
    meets: [],
    advisedBy: cheatSheet('databases', 'Database_Security'),
  },
  'seal-what-is-sensitive': {
    tests: [
      ...contract('sealing', 'is no token, no part or name of one, no person, no device and no network'),
      ...contract('sealing-forgery', 'opens no session with anything else in its place'),
    ],
    meets: ['RFC9700-4.9.3'],
  },
  'show-sessions': {
    tests: contract(
      'sessions',
      'devices are listed, newest first, and the caller knows its own',
      'revoking a device ends it in every service and leaves the others',
    ),
    meets: [],
    fallsShortOf: ['ASVS-7.5.2'],
  },
  'clean-up': {
    tests: [
      ...contract('sessions', 'a session that timed out is gone from the list and opens nothing'),
      ...contract('revocation-feed', 'entries leave the log once no token they concern is valid'),
    ],
    meets: ['ASVS-7.3.1'],
  },
  'refresh-reuse': {
    tests: contract(
      'races',
      'all of N concurrent refreshes get the one successor',
      'after the grace the used token ends the family, the access tokens included',
    ),
    meets: ['RFC9700-2.2.2', 'RFC9700-4.14.2-replay'],
  },
  'session-fixation': {
    tests: contract(
      'session-fixation',
      'begins a session of its own, whatever name it was given',
      'ends the session that this browser had before, and no other',
      '%s: one that cannot be ended lets nobody log in',
    ),
    meets: ['ASVS-7.2.4', 'ASVS-7.2.2'],
  },
  'step-up': {
    tests: contract(
      'sessions',
      'the high-risk route asks for a recent login, however often the session was renewed',
    ),
    meets: [],
    fallsShortOf: ['ASVS-7.5.3'],
  },
  'keep-tokens': {
    tests: contract(
      'cookies',
      'a login for cookies sets two that no script reads and no other host gets, and tells no token',
      'a token in an address opens nothing',
    ),
    meets: ['RFC9700-4.3.2'],
  },
  'foreign-pages': {
    tests: contract('cookies', 'a change with cookies has to come from a page of the service'),
    meets: [],
    advisedBy: cheatSheet('foreign pages (CSRF)', 'Cross-Site_Request_Forgery_Prevention'),
  },
  https: {
    tests: [
      settings('production over http'),
      ...contract(
        'cookies',
        'a login for cookies sets two that no script reads and no other host gets, and tells no token',
      ),
    ],
    meets: [],
    advisedBy: rfc(6750, '5.3'),
  },
  'rotate-keys': {
    tests: contract(
      'key-rotation',
      'is published and signs nothing, until every service has had the time to fetch it',
      'leaves the old one in force as long as anything that it signed is valid, to the last second',
    ),
    meets: ['RFC8725-3.2'],
  },
  'limit-attempts': {
    tests: contract(
      'rate-limits',
      'a guesser has few tries at an account, and is then refused also with the right password',
      'a guesser locks out nobody but himself: the owner is on another network',
    ),
    meets: [],
    advisedBy: cheatSheet('logins', 'Authentication'),
  },
  'watch-failures': {
    tests: contract('metrics', 'counts each check of a token by its result'),
    meets: [],
    advisedBy: cheatSheet('logging', 'Logging'),
  },
  'log-events': {
    tests: contract('security-events', 'a login', 'a logout, and a device that was revoked'),
    meets: [],
    advisedBy: cheatSheet('logging', 'Logging'),
  },
  'logs-without-tokens': {
    tests: contract(
      'log',
      'prints and counts no token, no password and nothing that was typed, wherever it was put',
    ),
    meets: ['RFC9700-4.9.3'],
  },
}

import type { Requirement } from './requirement.ts'

/** OWASP ASVS 5.0.0, chapter V9: self-contained tokens. */

const chapter = 'https://github.com/OWASP/ASVS/blob/v5.0.0_release/5.0/en/0x18-V9-Self-contained-Tokens.md'
const origin = `${chapter}#v91-token-source-and-integrity`
const content = `${chapter}#v92-token-content`

export const asvsTokens: readonly Requirement[] = [
  {
    id: 'ASVS-9.1.1',
    level: 1,
    text: 'The signature or MAC of a token is checked before anything in it is believed.',
    href: origin,
  },
  {
    id: 'ASVS-9.1.2',
    level: 1,
    text: 'A list says which algorithms may sign and verify; none is never on it, and no key serves two families.',
    href: origin,
  },
  {
    id: 'ASVS-9.1.3',
    level: 1,
    text: 'Keys come from sources configured for the issuer, whatever jku, x5u or jwk in a token say.',
    href: origin,
  },
  {
    id: 'ASVS-9.2.1',
    level: 1,
    text: 'A token is accepted only between the times that it names, as in nbf and exp.',
    href: content,
  },
  {
    id: 'ASVS-9.2.2',
    level: 2,
    text: 'A service takes only the type of token that is meant for the purpose at hand.',
    href: content,
  },
  {
    id: 'ASVS-9.2.3',
    level: 2,
    text: 'A service takes only tokens whose audience it is.',
    href: content,
  },
  {
    id: 'ASVS-9.2.4',
    level: 2,
    text: 'An issuer that signs for several audiences with one key names in each token the one it is for.',
    href: content,
  },
]

import { notApplicable, type Requirement } from './requirement.ts'

/** RFC 8725, JSON Web Token Best Current Practices: all of section 3. */

const signedOnly = 'Tokens are signed and not encrypted'

const asked = (section: string, text: string, gaps: Requirement['gaps'] = []) => ({
  id: `RFC8725-${section}`,
  text,
  href: `https://www.rfc-editor.org/rfc/rfc8725.html#section-${section}`,
  gaps,
})

export const rfc8725: readonly Requirement[] = [
  asked('3.1', 'The verifier chooses the algorithms, and each key is used with exactly one.'),
  asked('3.2', 'Only algorithms that are current are allowed, and they can be changed.'),
  asked('3.3', 'A token is refused as a whole when any of its signatures does not verify.'),
  asked(
    '3.4',
    'Input to cryptography is checked first, such as that a point lies on its curve.',
    notApplicable(`${signedOnly}, so no key is agreed on with points from a token.`),
  ),
  asked('3.5', 'Keys are random enough: a password that people remember is no key for HS256.'),
  asked(
    '3.6',
    'What gets encrypted is not compressed before, for its length would tell about it.',
    notApplicable(`${signedOnly}.`),
  ),
  asked('3.7', 'Header and claims are UTF-8 and nothing else.'),
  asked(
    '3.8',
    'The key belongs to the issuer that the token names, and issuer and subject are a valid pair.',
  ),
  asked('3.9', 'Tokens name their audience, and whoever is not named refuses them.'),
  asked(
    '3.10',
    'What a header says is not trusted: kid cannot inject anything, and no address in jku or x5u is followed.',
  ),
  asked('3.11', 'The typ header says which kind of token it is, and is checked.'),
  asked('3.12', 'Kinds of tokens have rules that exclude each other, so that none passes as another.'),
]

import type { formRules } from '../rules/form.ts'
import type { Advice } from './advice.ts'
import { rfc } from './sources.ts'

export const formAdvice: Readonly<Record<keyof typeof formRules, Advice>> = {
  encrypted: {
    severity: 'note',
    title: 'The token is encrypted',
    why: 'Five parts make a JWE. Only its header can be read without the key; the claims cannot, by this page or by anybody who finds it.',
    todo: 'Decrypt it where it is meant to be read. If there is a signed token in it, bring that one here.',
    source: rfc(7516, '7.1'),
  },
  'too-long': {
    severity: 'problem',
    title: 'The token is longer than 8 KB',
    why: 'It travels with every request, and many servers refuse headers of that size with a 431. The starters refuse such a token unread.',
    todo: 'Leave out what services can look up: permissions by the hundred, profiles, addresses.',
    source: rfc(6585, '5'),
  },
  'no-cookie': {
    severity: 'note',
    title: 'The token fits no cookie',
    why: 'Browsers keep some 4,096 bytes of one cookie, its name included. A longer one is dropped without a word.',
    todo: 'Make it smaller if a browser is to keep it in a cookie.',
    source: rfc(6265, '6.1'),
  },
  'not-canonical': {
    severity: 'problem',
    title: 'The encoding is not canonical',
    why: 'The last character of this part carries bits that no byte needs, and they are not zero. Lenient decoders ignore them, so one token has several spellings, and a denylist of token texts knows only one of them.',
    todo: 'Refuse it before anything is decoded, and keep denylists by jti or sid, never by the token’s text or hash.',
    source: rfc(4648, '3.5'),
  },
  'duplicate-member': {
    severity: 'problem',
    title: 'A member is there twice',
    why: 'Some parsers take the first, some the last. Two services can read two different tokens under one valid signature.',
    todo: 'Refuse such a token. On the issuer’s side, build claims as an object and never by joining text.',
    source: rfc(7519, '4'),
  },
  'signature-empty': {
    severity: 'problem',
    title: 'There is no signature',
    why: 'The header names an algorithm, and the part after the last dot is empty. A verifier that forgets to look accepts whatever anybody writes.',
    todo: 'Refuse it. If the token came to you like this, somebody cut the signature off.',
    source: rfc(7515, '5.2'),
  },
}

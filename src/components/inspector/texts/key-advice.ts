import type { KeyRuleId } from '../findings.ts'
import type { Advice } from './advice.ts'
import { rfc } from './sources.ts'

export const keyAdvice: Readonly<Record<KeyRuleId, Advice>> = {
  'secret-known': {
    severity: 'problem',
    title: 'The secret is in a public list',
    why: 'Whoever has one of your tokens can try that list on their own machine, in seconds, and from then on sign what they like.',
    todo: 'Replace it with 32 random bytes or more: openssl rand -base64 48. The starters refuse to start with such a secret.',
    source: rfc(8725, '3.5'),
  },
  'secret-guessed': {
    severity: 'problem',
    title: 'This page guessed the secret',
    why: 'It tried a few dozen words from documentation and tutorials, and one of them made this very signature.',
    todo: 'Replace it with 32 random bytes or more: openssl rand -base64 48. Then treat every token that it signed as forged.',
    source: rfc(8725, '3.5'),
  },
  'key-short': {
    severity: 'problem',
    title: 'The secret is shorter than the hash',
    why: 'An HMAC is as strong as its secret. One that is shorter than the hash can be searched for, and the RFC forbids it.',
    todo: 'Use as many random bytes as the hash has: 32 for HS256, 48 for HS384, 64 for HS512.',
    source: rfc(7518, '3.2'),
  },
}

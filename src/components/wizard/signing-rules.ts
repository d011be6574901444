import type { Rule } from './rule.ts'

export interface Signing {
  readonly algorithm: 'Ed25519' | 'HS256'
  readonly reason: string
  readonly gives: readonly string[]
}

/** How tokens are signed, and so who can mint them. */
export const signingRules: readonly Rule<Signing>[] = [
  {
    when: { mint: ['issuer'] },
    outcome: {
      algorithm: 'Ed25519',
      reason:
        'It signs with a private key, and services hold the public one. A break-in at a service mints nothing.',
      gives: [],
    },
  },
  {
    when: { mint: ['checker'], services: ['one'] },
    outcome: {
      algorithm: 'HS256',
      reason:
        'A single program that signs and checks needs no key pair. One secret does, as long as it stays there.',
      gives: [],
    },
  },
  {
    when: { mint: ['checker'], services: ['several', 'teams'] },
    outcome: {
      algorithm: 'Ed25519',
      reason: 'More than one program checks, so they get the public key and the issuer alone signs.',
      gives: [
        '“The program that checks them” gives. With one secret for all, each of your services could log in as anybody.',
      ],
    },
  },
]

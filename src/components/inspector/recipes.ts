import { goodRecipe, type Recipe } from './good-recipe.ts'

const hours = 3_600

export const recipes = {
  good: goodRecipe,
  expired: {
    label: 'An expired one',
    alg: 'Ed25519',
    claims: (good) => ({ ...good, iat: good.iat - 2 * hours, exp: good.exp - 2 * hours }),
  },
  es256: { label: 'One signed with ES256', alg: 'ES256' },
  none: { label: 'Algorithm none', alg: 'Ed25519', header: { alg: 'none' }, signature: () => '' },
  weak: {
    label: 'HS256 with a secret that is known',
    alg: 'HS256',
    secret: '12345678901234567890123456789012',
  },
  short: { label: 'HS256 with a word for a secret', alg: 'HS256', secret: 'secret' },
  bare: {
    label: 'No expiry, no audience',
    alg: 'Ed25519',
    header: { typ: undefined },
    claims: ({ sub, iat }) => ({ sub, iat, email: 'alice@mail.example' }),
  },
  bits: {
    label: 'Another spelling of the signature',
    alg: 'Ed25519',
    // 64 bytes leave four bits of the last character unused.
    signature: (text) => text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1),
  },
  forged: { label: 'With the attacker’s own key in it', alg: 'Ed25519', isForged: true },
  kid: {
    label: 'A key name that is a path',
    alg: 'Ed25519',
    header: { kid: '../../../../dev/null', jku: 'https://attacker.example/keys.json' },
  },
  critical: {
    label: 'With an extension that has to be understood',
    alg: 'Ed25519',
    header: { crit: ['exp-policy'], 'exp-policy': 'ignore' },
  },
  milliseconds: {
    label: 'An expiry date in milliseconds',
    alg: 'Ed25519',
    claims: (good) => ({ ...good, exp: good.exp * 1000 }),
  },
} as const satisfies Record<string, Recipe>

export type RecipeName = keyof typeof recipes

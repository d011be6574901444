import { type Header, type HeaderUse, refTo, type Schema } from './openapi.ts'

/** Headers that are alike wherever they come, by their name in the document. */
export const sharedHeaders = {
  NoStore: {
    description: 'The answer rests in no cache.',
    required: true,
    schema: { const: 'no-store' },
  },
  RetryAfter: {
    description: 'After how many seconds to try again.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
  RevocationAge: {
    description: 'How many milliseconds old the knowledge of revocations is that the answer rests on.',
    required: true,
    schema: { type: 'string', pattern: '^(\\d+|unknown)$' },
  },
} as const satisfies Record<string, Header>

export const sharedHeader = (name: keyof typeof sharedHeaders): HeaderUse => ({
  $ref: `#/components/headers/${name}`,
})

/** Not every code of a status comes with one. */
export const challengeHeader = (required: boolean): Header => ({
  ...{ description: 'Which credentials are asked for.', required, schema: refTo('Challenge') },
})

export const cacheHeader = (schema: Schema): HeaderUse =>
  schema.const === 'no-store'
    ? sharedHeader('NoStore')
    : { description: 'Who may keep the answer, and for how long.', required: true, schema }

export const cookieHeader = (required: boolean): Header => ({
  description: 'One for each of the two tokens, out of reach for scripts.',
  ...{ required, schema: { type: 'string', pattern: '^__Host-' } },
})

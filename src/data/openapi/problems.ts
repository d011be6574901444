import {
  AuthError,
  type AuthErrorCode,
  errorMeanings,
  toProblem,
} from '../../../examples/hybrid/src/errors.ts'
import { challengeHeader, sharedHeader } from './headers.ts'
import { type Answer, type HeaderUse, refTo, type Schema } from './openapi.ts'

const codes = Object.keys(errorMeanings) as AuthErrorCode[]

/** A refusal as it goes over the wire. */
export interface Problem {
  readonly code: AuthErrorCode
  readonly title: string
  readonly status: number
  readonly type: string
  readonly headers: Headers
}

/** Asks the code itself. A token that is shown to the token endpoint is a bad request there. */
export function problemOf(code: AuthErrorCode, { atTokenEndpoint = false } = {}): Problem {
  const { status, title, oauth } = errorMeanings[code]
  const isBadToken = atTokenEndpoint && status === 401 && !oauth
  const { status: sent, headers } = toProblem(
    new AuthError(code, isBadToken ? { oauth: 'invalid_request' } : {}),
  )
  return { code, title, status: sent, type: headers.get('content-type') ?? '', headers }
}

/** All problems of one status as one answer. */
export function problemAnswer(problems: readonly Problem[]): Answer {
  const types = [...new Set(problems.map(({ type }) => type))]
  return {
    description: problems.map(({ code, title }) => `- \`${code}\`: ${title}`).join('\n'),
    headers: headersOf(problems),
    content: Object.fromEntries(types.map((type) => [type, { schema: bodySchema(problems, type) }])),
  }
}

function bodySchema(problems: readonly Problem[], type: string): Schema {
  const ofType = problems.filter((problem) => problem.type === type)
  const base = type === 'application/problem+json' ? 'Problem' : 'OAuthProblem'
  return { allOf: [refTo(base), { properties: { code: { enum: ofType.map(({ code }) => code) } } }] }
}

function headersOf(problems: readonly Problem[]): Record<string, HeaderUse> {
  const having = (name: string) => problems.filter(({ headers }) => headers.has(name)).length
  const challenged = having('www-authenticate')
  return {
    'Cache-Control': sharedHeader('NoStore'),
    ...(challenged > 0 && { 'WWW-Authenticate': challengeHeader(challenged === problems.length) }),
    ...(having('retry-after') > 0 && { 'Retry-After': sharedHeader('RetryAfter') }),
  }
}

const members = {
  type: { type: 'string', pattern: '^urn:problem:' },
  title: { type: 'string', description: 'For people. It may get better.' },
  status: { type: 'integer' },
  code: { type: 'string', description: 'For programs. It never changes its meaning.', enum: codes },
} satisfies Record<string, Schema>

const oauthMember = {
  type: 'string',
  enum: ['invalid_client', 'invalid_request', 'invalid_target', 'unsupported_grant_type'],
  description: 'As in RFC 6749 section 5.2 and RFC 8693 section 2.2.2.',
}

const objectOf = (properties: Readonly<Record<string, Schema>>): Schema => ({
  ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
})

const challenges = codes.map((code) => problemOf(code).headers.get('www-authenticate'))

/** What refusals are made of, by name. */
export const problemSchemas: Readonly<Record<string, Schema>> = {
  Problem: { description: 'RFC 9457', ...objectOf(members) },
  OAuthProblem: objectOf({ error: oauthMember, ...members }),
  Challenge: {
    description:
      'RFC 6750 section 3, RFC 9449 section 7.1. A login that is too old adds `max_age` (RFC 9470).',
    anyOf: [
      { enum: [...new Set(challenges.filter((challenge) => challenge !== null))] },
      { type: 'string', pattern: '^Bearer error="insufficient_user_authentication", .+, max_age="\\d+"$' },
    ],
  },
}

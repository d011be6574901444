import { cookieNames } from '../../../examples/hybrid/src/http/cookies.ts'
import { exchangeClient } from '../../../examples/hybrid/src/tokens/exchange-secret.ts'
import type { SecurityRequirement } from './openapi.ts'
import type { Caller, Described } from './operations/operation.ts'

const schemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of a login.',
  },
  accessTokenWithProof: {
    type: 'http',
    scheme: 'dpop',
    description: 'An access token that is bound to a key. The header DPoP has the proof (RFC 9449).',
  },
  accessCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: cookieNames.access,
    description:
      'Of a login for cookies. The request has to come from a page of the service: `Sec-Fetch-Site`.',
  },
  refreshCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: cookieNames.refresh,
    description:
      'Of a login for cookies. The request has to come from a page of the issuer: `Sec-Fetch-Site`.',
  },
  exchangeSecret: {
    type: 'http',
    scheme: 'basic',
    description: `The name ${exchangeClient}, and EXCHANGE_SECRET as the password.`,
  },
  internalToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of `POST /token`.',
  },
} as const

type SchemeName = keyof typeof schemes

const ways: Readonly<Record<Caller, readonly (SchemeName | 'nothing')[]>> = {
  anybody: [],
  user: ['accessToken', 'accessTokenWithProof', 'accessCookie'],
  // The token is in the body, or else in the cookie.
  refresher: ['nothing', 'refreshCookie'],
  exchanger: ['exchangeSecret'],
  service: ['internalToken'],
}

const isOffered = (name: string, takesDpop: boolean) => takesDpop || name !== 'accessTokenWithProof'

/** What a request has to come with: one of these. */
export const securityOf = ({ caller, role }: Described, takesDpop: boolean): SecurityRequirement[] =>
  ways[caller]
    .filter((name) => isOffered(name, takesDpop))
    .map((name) => (name === 'nothing' ? {} : { [name]: role ? [role] : [] }))

export const schemesOf = (takesDpop: boolean): Readonly<Record<string, object>> =>
  Object.fromEntries(Object.entries(schemes).filter(([name]) => isOffered(name, takesDpop)))

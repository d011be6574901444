import { cookieNames } from '../../../examples/hybrid/src/http/cookies.ts'
import type { Operation, SecurityRequirement } from '../../data/openapi/openapi.ts'

/** By security scheme of the document. What stands in backticks is code. */
const texts: Readonly<Record<string, string>> = {
  accessToken: 'a service or an app, with an access token in `Authorization: Bearer`',
  accessTokenWithProof:
    'in the hybrid also with a bound token in `Authorization: DPoP` and its proof in `DPoP`',
  accessCookie: `a page of the service, with the cookie \`${cookieNames.access}\``,
  refreshCookie: `a page of the issuer, with the cookie \`${cookieNames.refresh}\``,
  exchangeSecret: 'the API service alone, with `EXCHANGE_SECRET` in `Authorization: Basic`',
  internalToken: 'the API service alone, with a token of `POST /token` in `Authorization: Bearer`',
}

function textOf(way: SecurityRequirement): string {
  const [[scheme] = []] = Object.entries(way)
  if (scheme === undefined) return 'whoever has a refresh token, in the body'
  const text = texts[scheme]
  if (text === undefined) throw new Error(`Nobody has said who has ${scheme}`)
  return text
}

/** Who may call an operation, each way by itself. */
export const callersOf = ({ security }: Operation): readonly string[] =>
  security.length > 0 ? security.map(textOf) : ['anybody, without credentials']

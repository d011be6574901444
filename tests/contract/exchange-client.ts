import { type Answer, ask } from '../kit/client.ts'
import type { System } from '../kit/systems.ts'

export const exchangeSecret = 'only-the-issuer-and-the-api-know-this'

export const basic = `Basic ${btoa(`api:${exchangeSecret}`)}`

type Fields = Readonly<Record<string, string>>

/** Asks a system that knows the secret above for a token for the ledger. */
export function exchange(
  { issuer }: System,
  token: string,
  spoilt: Fields = {},
  headers: Fields = { authorization: basic },
): Promise<Answer> {
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    ...{ subject_token: token, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' },
    ...{ audience: 'http://localhost:3002', ...spoilt },
  })
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return ask(issuer, 'POST', '/token', { headers: { ...type, ...headers }, body: `${form}` })
}

import * as v from 'valibot'
import { AuthError } from './errors.ts'
import type { Fetch } from './keys/remote-keys.ts'
import type { CommonSettings } from './settings/schema.ts'
import { basicCredentials, exchangeSecretOf } from './tokens/exchange-secret.ts'
import { accessTokenType, grantType } from './tokens/token-exchange.ts'

export interface Entry {
  readonly to: string
  readonly amount: number
}

/** How the API service reaches the ledger behind it. */
export interface Ledger {
  /** @throws AuthError `upstream_unavailable` */
  record(userToken: string, entry: Entry): Promise<void>
}

const timeoutMs = 2_000
const exchanged = v.object({ access_token: v.string() })

/** @param fetch how the API service reaches the issuer and the ledger */
export function createLedgerClient(settings: CommonSettings, fetch: Fetch): Ledger {
  async function post(url: string, init: RequestInit): Promise<Response> {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { ...init, method: 'POST', redirect: 'error', signal })
    if (!response.ok) throw new TypeError(`${new URL(url).pathname} answered ${response.status}`)
    return response
  }

  const tokenUrl = settings.TOKEN_URL ?? `${settings.ISSUER_URL}/token`

  async function internalToken(userToken: string): Promise<string> {
    const body = new URLSearchParams({
      grant_type: grantType,
      subject_token: userToken,
      subject_token_type: accessTokenType,
      audience: settings.LEDGER_AUDIENCE,
    })
    const headers = {
      authorization: basicCredentials(exchangeSecretOf(settings)),
      'content-type': 'application/x-www-form-urlencoded',
    }
    const response = await post(tokenUrl, { body: body.toString(), headers })
    return v.parse(exchanged, await response.json()).access_token
  }

  return {
    async record(userToken, entry) {
      try {
        const token = await internalToken(userToken)
        const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
        await post(`${settings.LEDGER_AUDIENCE}/entries`, { body: JSON.stringify(entry), headers })
      } catch (cause) {
        throw new AuthError('upstream_unavailable', { cause })
      }
    },
  }
}

import type { DispatchResponse } from '../../sandbox/runtime.ts'
import { parseJson } from './json.ts'

/** What answers brought that later requests can use. */
export interface Finds {
  /** Access tokens by the request that brought them: `login 1`, `refresh 2`. */
  readonly tokens: Readonly<Record<string, string>>
  /** The name of the last one, or empty. */
  readonly newest: string
  readonly refreshToken?: string
  /** A session that GET /sessions listed: another than the one that asked, where there is one. */
  readonly sid?: string
}

export const noFinds: Finds = { tokens: {}, newest: '' }

/** Adds what an answer to `url` brought. Other answers leave things as they are. */
export function findIn({ status, body }: DispatchResponse, url: string, finds: Finds): Finds {
  const answer = status === 200 ? (parseJson(body) as Answer | undefined) : undefined
  if (answer?.access_token) return withTokens(finds, answer, url)
  const listed = answer?.sessions?.find(({ current }) => !current) ?? answer?.sessions?.[0]
  return listed ? { ...finds, sid: listed.sid } : finds
}

interface Answer {
  readonly access_token?: string
  readonly refresh_token?: string
  readonly sessions?: readonly { readonly sid: string; readonly current: boolean }[]
}

function withTokens(finds: Finds, { access_token, refresh_token }: Answer, url: string): Finds {
  const newest = `${new URL(url).pathname.slice(1)} ${Object.keys(finds.tokens).length + 1}`
  return {
    ...finds,
    newest,
    tokens: { ...finds.tokens, [newest]: access_token ?? '' },
    ...(refresh_token && { refreshToken: refresh_token }),
  }
}

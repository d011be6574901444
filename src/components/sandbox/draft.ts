import type { DispatchRequest } from '../../sandbox/runtime.ts'
import type { Finds } from './finds.ts'
import type { Route } from './routes.ts'

/** A request as the reader writes it. */
export interface Draft {
  readonly method: string
  readonly url: string
  readonly body: string
}

const empty: Draft = { method: 'GET', url: '', body: '' }

/** A route to start from, its blanks filled with what earlier answers brought. */
export function draftOf(route: Route | undefined, { sid, refreshToken }: Finds): Draft {
  if (!route) return empty
  const url = sid === undefined ? route.url : route.url.replace(':sid', encodeURIComponent(sid))
  const body =
    route.body && 'refresh_token' in route.body ? { refresh_token: refreshToken ?? '' } : route.body
  return { method: route.method, url, body: body ? JSON.stringify(body, null, 2) : '' }
}

/** The body is sent as it is written, so that wrong JSON can be tried as well. */
export function requestOf({ method, url, body }: Draft, token: string | undefined): DispatchRequest {
  const hasBody = body.trim() !== '' && method !== 'GET'
  return {
    method,
    url,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    ...(hasBody && { body }),
  }
}

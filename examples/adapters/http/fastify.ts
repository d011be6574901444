import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { AuthError } from '../errors.ts'
import type { Call, Principal, TokenVerifier } from '../token-strategy.ts'
import type { Watch } from '../watch/watch.ts'
import { coarseNetwork } from './client-network.ts'
import { type Place, readCredentials } from './credentials.ts'

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal
  }
}

/** Lets a request pass with a token that the strategy honours for this call. Goes into a route, as its `onRequest`. */
export function authenticate(
  verifier: TokenVerifier,
  { metrics }: Watch,
  place: Place,
): onRequestAsyncHookHandler {
  const check = async (request: FastifyRequest) => {
    const headers = { get: (name: string) => request.headers[name]?.toString() ?? null }
    const { token, scheme } = readCredentials({ method: request.method, headers }, place)
    if (!verifier.schemes.includes(scheme)) throw new AuthError('scheme_unsupported')
    return verifier.verify(token, callOf(request, place, scheme))
  }
  return async (request, reply) => {
    request.principal = await metrics.timeVerification(check(request))
    reply.header('cache-control', 'no-store')
  }
}

/** The request as strategies see it. A route is its pattern, such as `GET /sessions/:sid`, and nothing that was typed. */
function callOf(request: FastifyRequest, { publicUrl }: Place, scheme: Call['scheme']): Call {
  const { method, url, routeOptions, ip } = request
  const dpop = request.headers.dpop?.toString()
  return {
    ...{ route: `${method} ${routeOptions.url}`, method, scheme },
    ...{ url: publicUrl + url.replace(/\?.*$/, ''), network: coarseNetwork(ip) },
    ...(dpop && { dpop }),
  }
}

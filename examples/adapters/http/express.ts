import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { AuthError } from '../errors.ts'
import type { Call, Principal, TokenVerifier } from '../token-strategy.ts'
import type { Watch } from '../watch/watch.ts'
import { coarseNetwork } from './client-network.ts'
import { type Place, readCredentials } from './credentials.ts'
import { problemOf } from './problem-of.ts'

declare module 'express-serve-static-core' {
  interface Request {
    principal: Principal
  }
}

/** Lets a request pass with a token that the strategy honours for this call. Goes into the route, before its handler. */
export function authenticate(verifier: TokenVerifier, { metrics }: Watch, place: Place): RequestHandler {
  const check = async (req: Request) => {
    const headers = { get: (name: string) => req.get(name) ?? null }
    const { token, scheme } = readCredentials({ method: req.method, headers }, place)
    if (!verifier.schemes.includes(scheme)) throw new AuthError('scheme_unsupported')
    return verifier.verify(token, callOf(req, place, scheme))
  }
  return async (req, res, next) => {
    req.principal = await metrics.timeVerification(check(req))
    res.set('cache-control', 'no-store')
    next()
  }
}

/** The request as strategies see it. A route is its pattern, such as `GET /sessions/:sid`, and nothing that was typed. */
function callOf(req: Request, { publicUrl }: Place, scheme: Call['scheme']): Call {
  const { method, baseUrl, route, path } = req
  const dpop = req.get('dpop')
  return {
    ...{ route: `${method} ${baseUrl}${route?.path ?? '/*'}`, method, scheme },
    ...{ url: publicUrl + baseUrl + path, network: coarseNetwork(req.ip ?? '') },
    ...(dpop && { dpop }),
  }
}

/** Answers each error as the starters do. The last `app.use` of all. */
export const answerErrors =
  (watch: Watch): ErrorRequestHandler =>
  async (error, _req, res, next) => {
    if (res.headersSent) return next(error)
    const problem = problemOf(error, watch)
    res.writeHead(problem.status, Object.fromEntries(problem.headers)).end(await problem.text())
  }

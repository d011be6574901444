import { AuthError, type AuthErrorCode, toProblem } from '../errors.ts'
import type { Watch } from '../watch/watch.ts'

/** What a client did wrong before a route was reached, by the names that Express and Fastify have for it. */
const clientFaults: Readonly<Record<string, AuthErrorCode>> = {
  'entity.parse.failed': 'body_malformed',
  'entity.too.large': 'body_too_large',
  URIError: 'not_found',
  FST_ERR_BAD_URL: 'not_found',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body_malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body_malformed',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'content_type_unsupported',
}

/** Any error as the answer that clients of the starters know. What nobody expected is logged, and told to no client. */
export function problemOf(error: unknown, { fault }: Watch): Response {
  if (error instanceof AuthError) return toProblem(error)
  const { type = '', code = '', name = '' } = Object(error)
  const expected = clientFaults[type] ?? clientFaults[code] ?? clientFaults[name]
  if (!expected) fault(error)
  return toProblem(new AuthError(expected ?? 'internal_error', { cause: error }))
}

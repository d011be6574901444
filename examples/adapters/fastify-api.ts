import { type FastifyInstance, type FastifyReply, fastify } from 'fastify'
import * as v from 'valibot'
import { AuthError } from './errors.ts'
import { authenticate } from './http/fastify.ts'
import { problemOf } from './http/problem-of.ts'
import type { Opened } from './open-verifier.ts'

const transferBody = v.object({ to: v.string(), amount: v.number() })

/** An API on Fastify, behind the strategy of the starter that this file is put into. */
export function createFastifyApi({ verifier, watch, place }: Opened): FastifyInstance {
  const app = fastify({
    bodyLimit: 64 * 1024,
    trustProxy: (_address, hop) => hop < place.trustedProxies,
    frameworkErrors: (error, _request, reply: FastifyReply) => reply.send(problemOf(error, watch)),
  })
  app.decorateRequest('principal')
  app.setErrorHandler((error, _request, reply) => reply.send(problemOf(error, watch)))
  app.setNotFoundHandler((_request, reply) => reply.send(problemOf(new AuthError('not_found'), watch)))
  const onRequest = authenticate(verifier, watch, place)

  app.get('/me', { onRequest }, async ({ principal }) => {
    const { name, roles, device, source } = await verifier.profile(principal)
    return { name, roles, device, source }
  })
  app.get('/catalog', { onRequest }, async () => ({ items: ['tea', 'coffee'] }))

  app.post('/transfer', { onRequest }, async ({ principal, body }) => {
    if (!principal.roles.includes('customer')) throw new AuthError('role_missing')
    if (!v.is(transferBody, body)) throw new AuthError('body_invalid')
    return { transferred: body.amount, to: body.to }
  })
  return app
}

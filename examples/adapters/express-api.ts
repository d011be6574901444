import express, { type Express } from 'express'
import * as v from 'valibot'
import { AuthError } from './errors.ts'
import { answerErrors, authenticate } from './http/express.ts'
import type { Opened } from './open-verifier.ts'

const transferBody = v.object({ to: v.string(), amount: v.number() })

/** An API on Express, behind the strategy of the starter that this file is put into. */
export function createExpressApi({ verifier, watch, place }: Opened): Express {
  const app = express()
  app.set('trust proxy', place.trustedProxies)
  app.disable('x-powered-by')

  const signedIn = authenticate(verifier, watch, place)

  app.get('/me', signedIn, async (req, res) => {
    const { name, roles, device, source } = await verifier.profile(req.principal)
    res.json({ name, roles, device, source })
  })
  app.get('/catalog', signedIn, (_req, res) => void res.json({ items: ['tea', 'coffee'] }))

  // Nobody's body is read before it is known who sends it.
  app.post('/transfer', signedIn, express.json({ limit: '64kb' }), (req, res) => {
    if (!req.principal.roles.includes('customer')) throw new AuthError('role_missing')
    if (!v.is(transferBody, req.body)) throw new AuthError('body_invalid')
    res.json({ transferred: req.body.amount, to: req.body.to })
  })

  app.use(() => {
    throw new AuthError('not_found')
  })
  app.use(answerErrors(watch))
  return app
}

import type { Hono } from 'hono'
import * as v from 'valibot'
import { type AuthEnv, authenticate, createBaseApp, readJson, requireRole } from './http.ts'
import type { TokenVerifier } from './token-strategy.ts'

const transferBody = v.object({
  to: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
  amount: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
})

/** A service that only verifies. It holds no signing key, so a break-in here mints nothing. */
export function createApiApp(verifier: TokenVerifier): Hono<AuthEnv> {
  const { app, metrics } = createBaseApp()
  const signedIn = authenticate(verifier, metrics)

  // #region routes
  app.get('/me', signedIn, async (c) => {
    const { name, roles, device, source } = await verifier.profile(c.get('principal'))
    return c.json({ name, roles, device, source })
  })

  // Low risk: reading what many may read.
  app.get('/catalog', signedIn, (c) => c.json({ items: ['tea', 'coffee'] }))

  // High risk: what a stolen token must not be able to do.
  app.post('/transfer', signedIn, requireRole('customer'), async (c) => {
    const { to, amount } = await readJson(c.req.raw, transferBody)
    return c.json({ transferred: amount, to })
  })
  // #endregion routes

  return app
}

import type { Hono, MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { type AuthEnv, authenticate, type BaseParts, createBaseApp, requireRole } from './http/base-app.ts'
import type { Place } from './http/credentials.ts'
import { readJson } from './http/read-body.ts'
import type { Ledger } from './ledger-client.ts'
import type { TokenVerifier } from './token-strategy.ts'

/** What `POST /transfer` takes. */
export const transferBody = v.object({
  to: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
  amount: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
})

/** A service that only verifies. It holds no signing key, so a break-in here mints nothing. */
export function createApiApp(
  verifier: TokenVerifier,
  ledger: Ledger,
  base: BaseParts,
  place: Place,
  recentlyLoggedIn: MiddlewareHandler<AuthEnv>,
): Hono<AuthEnv> {
  const app = createBaseApp(base)
  const signedIn = authenticate(verifier, base.watch, place)

  // #region routes
  app.get('/me', signedIn, async (c) => {
    const { name, roles, device, source } = await verifier.profile(c.get('principal'))
    return c.json({ name, roles, device, source })
  })

  // Low risk: reading what many may read.
  app.get('/catalog', signedIn, (c) => c.json({ items: ['tea', 'coffee'] }))

  // High risk: what a stolen token must not be able to do.
  const mayTransfer = [requireRole('customer', base.watch), recentlyLoggedIn] as const
  app.post('/transfer', signedIn, ...mayTransfer, async (c) => {
    const { to, amount } = await readJson(c.req.raw, transferBody)
    await ledger.record(c.get('token'), { to, amount })
    return c.json({ transferred: amount, to })
  })
  // #endregion routes

  return app
}

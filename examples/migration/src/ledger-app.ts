import type { Context, Hono } from 'hono'
import * as v from 'valibot'
import { AuthError } from './errors.ts'
import { type AuthEnv, type BaseParts, createBaseApp } from './http/base-app.ts'
import { type Place, readCredentials } from './http/credentials.ts'
import { readJson } from './http/read-body.ts'
import { randomId } from './random.ts'
import type { CheckParts } from './service-parts.ts'
import { exchangeClient } from './tokens/exchange-secret.ts'
import { createTokenCheck } from './tokens/token-check.ts'

/** What `POST /entries` takes. */
export const entryBody = v.object({
  to: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
  amount: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
})

/**
 * A service behind the API. It accepts tokens that were made for it, and that the API service asked for: a user's own
 * token opens nothing here. They live for seconds, so it asks nobody whether they were revoked.
 */
export function createLedgerApp(parts: CheckParts, base: BaseParts, place: Place): Hono<AuthEnv> {
  const app = createBaseApp(base)
  const check = createTokenCheck('at+jwt', { act: v.object({ sub: v.literal(exchangeClient) }) }, parts)

  async function verify(c: Context) {
    const { token, scheme } = readCredentials(c.req.raw, place)
    if (scheme !== 'Bearer') throw new AuthError('scheme_unsupported')
    return check(token)
  }

  app.post('/entries', async (c) => {
    const { sub } = await base.watch.metrics.timeVerification(verify(c))
    const { to, amount } = await readJson(c.req.raw, entryBody)
    return c.json({ entry: randomId(), from: sub, to, amount }, 201, { 'cache-control': 'no-store' })
  })

  return app
}

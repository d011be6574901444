import type { Context, MiddlewareHandler } from 'hono'

/** What a service needs before it can do its work, by name: `keys`, `store`, `revocations`. */
export type Checks = Readonly<Record<string, () => boolean | Promise<boolean>>>

/**
 * Two questions that must not be mixed up. `/healthz`: is this process alive? If not, start another. `/readyz`: should
 * it get requests now? If not, send them elsewhere; a new process would not help.
 */
export interface Health {
  answer(c: Context): Promise<Response>
  /** From here on it is not ready, and asks clients to take their next request elsewhere. */
  startStopping(): void
  readonly closeWhenStopping: MiddlewareHandler
}

export function createHealth(checks: Checks): Health {
  let isStopping = false
  return {
    async answer(c) {
      const results = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await check()] as const),
      )
      const isReady = !isStopping && results.every(([, ok]) => ok)
      const status = isStopping ? 'stopping' : isReady ? 'ready' : 'not_ready'
      return c.json({ status, checks: Object.fromEntries(results) }, isReady ? 200 : 503, {
        'cache-control': 'no-store',
      })
    },
    startStopping: () => {
      isStopping = true
    },
    async closeWhenStopping(c, next) {
      await next()
      if (isStopping) c.header('connection', 'close')
    },
  }
}

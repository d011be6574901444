import { type Answer, ask, eventually, isOk, type Pair, signIn, transfer } from './client.ts'
import type { System } from './systems.ts'

/** Does as 503 says: tries again. The test's own time limit ends a wait in vain, here and below. */
export const answered = (request: () => Promise<Answer>): Promise<Answer> =>
  eventually(request, ({ status }) => status !== 503)

/** With a bounded promise, what was lost is known again within the bound. */
export const onceRestored = (system: System, request: () => Promise<Answer>): Promise<Answer> =>
  system.revocation.kind === 'bounded'
    ? eventually(request, ({ status }) => status === 401)
    : answered(request)

/** Logins, also of who had ended everything, and then the request with most at stake. */
export async function untilRight(system: System): Promise<Pair> {
  await signIn(system, 'laptop', 'bob')
  const fresh = await signIn(system)
  await eventually(() => transfer(system.api, fresh.access), isOk)
  return fresh
}

/** What was lost is written down again, and has been read again since this was called, where there is a log to read. */
export async function untilReadAgain({ issuer, api, revocation }: System): Promise<void> {
  if (revocation.kind !== 'bounded') return
  const sinceMs = performance.now()
  for (const service of [issuer, api]) {
    let passedMs = 0
    const read = () => {
      passedMs = performance.now() - sinceMs
      return ask(service, 'GET', '/healthz')
    }
    await eventually(read, ({ headers }) => Number(headers.get('revocation-age-ms')) < passedMs)
  }
}

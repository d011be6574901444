import { type KeyIssuer, startKeyIssuer } from '../kit/key-issuer.ts'
import { openTarget, type Target } from '../kit/target.ts'

/** A system whose services look for keys at a server of the test's, from when it is told to. */
export interface Diverted extends Target {
  readonly host: KeyIssuer
  divert(): void
  close(): Promise<void>
}

export async function openDiverted(...[strategy, alg]: Parameters<typeof openTarget>): Promise<Diverted> {
  const host = await startKeyIssuer()
  let isDiverted = false
  const target = await openTarget(strategy, alg, {
    wrapFetch: (ours) => (url, init) =>
      isDiverted && url.endsWith('/jwks.json') ? fetch(host.url, init) : ours(url, init),
  })
  return {
    ...target,
    host,
    divert() {
      isDiverted = true
    },
    async close() {
      await host.stop()
      await target.system.close()
    },
  }
}

import { Counter, Registry } from 'prom-client'
import { AuthError } from './errors.ts'

/** What a service tells Prometheus. */
export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
  /** Counts a token check by its outcome: `ok` or the error's code. */
  countVerification<T>(check: Promise<T>): Promise<T>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const verifications = new Counter({
    name: 'token_verifications_total',
    help: 'Token checks by result: ok, or the code of the refusal',
    labelNames: ['result'] as const,
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    async countVerification(check) {
      try {
        const checked = await check
        verifications.inc({ result: 'ok' })
        return checked
      } catch (error) {
        verifications.inc({ result: error instanceof AuthError ? error.code : 'internal_error' })
        throw error
      }
    },
  }
}

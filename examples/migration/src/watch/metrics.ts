import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { AuthError, type AuthErrorCode } from '../errors.ts'
import { securityEventNames, type Tell } from './security-events.ts'

/** What a service tells Prometheus. Labels have few values each; no user, session or address is among them. */
export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
  /** Times a token check, by its outcome: `ok` or the error's code. */
  timeVerification<T>(check: Promise<T>): Promise<T>
  /** Times a command to the store. */
  timeStore(): (result: 'ok' | 'timeout' | 'not_tried' | 'error') => void
  /** `Closed` while the store answers, `Open` while it is not asked, `HalfOpen` while it is tried. */
  setCircuit(state: string): void
  readonly countEvent: Tell
  /** A number that is read when Prometheus asks. */
  watch(name: string, help: string, read: () => number): void
}

/** From a tenth of a millisecond to a second: a signature, a round trip, a timeout. */
const buckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]

/** Refusals of which one is enough for an alert. */
const alarming = ['keys_unavailable', 'token_not_yet_valid'] as const satisfies AuthErrorCode[]

export function createMetrics(strategy: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ strategy })
  const registers = [registry]
  const verifications = new Histogram({
    name: 'token_verification_seconds',
    help: 'Token checks by result: ok, or the code of the refusal',
    labelNames: ['result'] as const,
    ...{ buckets, registers },
  })
  const commands = new Histogram({
    name: 'store_command_seconds',
    help: 'Commands to Redis by result; not_tried while the circuit is open',
    labelNames: ['result'] as const,
    ...{ buckets, registers },
  })
  const circuit = new Gauge({
    name: 'store_circuit',
    help: 'The circuit to Redis: 1 for the state it is in',
    labelNames: ['state'] as const,
    registers,
  })
  const events = new Counter({
    name: 'security_events_total',
    help: 'Security events by name: logins, sessions, reuse detections, limits, fallbacks',
    labelNames: ['event'] as const,
    registers,
  })
  // From zero on: Prometheus sees no rise in a counter that begins with its first event.
  for (const event of securityEventNames) events.inc({ event }, 0)
  for (const result of alarming) verifications.zero({ result })
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    // #region count-checks
    async timeVerification(check) {
      const observe = verifications.startTimer()
      try {
        const checked = await check
        observe({ result: 'ok' })
        return checked
      } catch (error) {
        observe({ result: error instanceof AuthError ? error.code : 'internal_error' })
        throw error
      }
    },
    // #endregion count-checks
    timeStore() {
      const observe = commands.startTimer()
      return (result) => void observe({ result })
    },
    setCircuit(state) {
      circuit.reset()
      circuit.set({ state }, 1)
    },
    countEvent: ({ event }) => events.inc({ event }),
    watch(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect: function collect() {
          this.set(read())
        },
      })
    },
  }
}

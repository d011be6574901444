import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  type IPolicy,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel'
import { AuthError } from '../errors.ts'
import type { Metrics } from '../watch/metrics.ts'

export interface Budget {
  /** Runs one command of a request. @throws AuthError `store_unavailable`, whatever went wrong */
  run<T>(command: () => Promise<T>): Promise<T>
  /** Closes the circuit: for a new line, of which nothing bad is known. */
  reset(): void
}

export interface BudgetOptions {
  /** What a request is willing to wait for one answer. */
  readonly timeoutMs: number
  /** So many failures in a row open the circuit. */
  readonly failuresToOpen: number
  readonly metrics: Metrics
  /** When the circuit opens: by then the line itself may be what hangs. */
  readonly onOpen: () => void
}

/** How long the circuit stays open before one call may try again. */
const halfOpenAfterMs = 500

// #region budget
/**
 * A dead, hung or slow Redis costs a request no more than its budget. When it costs that again and again, the
 * circuit opens and requests are not made to wait at all; every half second one of them finds out whether Redis is
 * back. An answer that is an error is an answer: a full or read-only Redis does not open the circuit.
 */
export function createBudget(options: BudgetOptions): Budget {
  const { metrics } = options
  let policy = createPolicy(options)

  return {
    async run(command) {
      const observe = metrics.timeStore()
      try {
        const result = await policy.execute(command)
        observe('ok')
        return result
      } catch (cause) {
        observe(outcomeOf(cause))
        throw new AuthError('store_unavailable', { cause })
      }
    },
    reset() {
      policy = createPolicy(options)
    },
  }
}

function createPolicy({ timeoutMs, failuresToOpen, metrics, onOpen }: BudgetOptions): IPolicy {
  const isFailure = handleWhen((error) => !isReply(error))
  const breaker = new ConsecutiveBreaker(failuresToOpen)
  const circuit = circuitBreaker(isFailure, { halfOpenAfter: halfOpenAfterMs, breaker })
  circuit.onStateChange((state) => metrics.setCircuit(CircuitState[state]))
  circuit.onBreak(onOpen)
  metrics.setCircuit('Closed')
  return wrap(circuit, timeout(timeoutMs, TimeoutStrategy.Aggressive))
}
// #endregion budget

/** ioredis calls an error that the server sent a ReplyError. */
const isReply = (error: Error): boolean => error.name === 'ReplyError'

function outcomeOf(cause: unknown): 'timeout' | 'not_tried' | 'error' {
  if (cause instanceof BrokenCircuitError) return 'not_tried'
  return cause instanceof TaskCancelledError ? 'timeout' : 'error'
}

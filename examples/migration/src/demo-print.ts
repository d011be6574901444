import type { RevocationPromise } from './token-strategy.ts'

let count = 0

export function section(title: string): void {
  console.log(`# ${title}`)
}

/** Runs one step and prints it as a line: step, HTTP status, reason code, milliseconds. */
export async function step(title: string, run: () => Promise<Response | string>): Promise<void> {
  const startedAtMs = performance.now()
  const outcome = await run()
  const ms = performance.now() - startedAtMs
  const [status, code] =
    typeof outcome === 'string' ? ['-', outcome] : [String(outcome.status), await codeOf(outcome)]
  count += 1
  const columns = [String(count).padStart(2), title.padEnd(42), status.padEnd(4), code.padEnd(22)]
  console.log(`${columns.join('  ')}${ms.toFixed(1).padStart(8)} ms`)
}

/** The code of a refusal, the promise of a revocation, or else `ok`. */
async function codeOf(response: Response): Promise<string> {
  const body = await response.clone().json()
  return body.code ?? body.revocation ?? 'ok'
}

export const refused = (response: Response): boolean => response.status >= 400

/** Asks until the answer is no, or until the time the strategy promises is over. */
export async function untilRefused(
  promise: RevocationPromise,
  ask: () => Promise<Response>,
): Promise<Response> {
  return askUntil(refused, promise.kind === 'bounded' ? promise.withinMs : 0, ask)
}

/** Asks until the answer is yes, for two seconds at most. */
export const untilAccepted = (ask: () => Promise<Response>): Promise<Response> =>
  askUntil((response) => !refused(response), 2_000, ask)

async function askUntil(
  isGood: (response: Response) => boolean,
  timeoutMs: number,
  ask: () => Promise<Response>,
) {
  const deadlineMs = performance.now() + timeoutMs
  for (;;) {
    const response = await ask()
    if (isGood(response) || performance.now() >= deadlineMs) return response
    await new Promise((resume) => setTimeout(resume, 5))
  }
}

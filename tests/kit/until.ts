import { setTimeout as pause } from 'node:timers/promises'

/** Asks until the answer is yes. Only for what a server tells by no event; the test's own limit ends it. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(10)
}

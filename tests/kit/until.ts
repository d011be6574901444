import { setTimeout as pause } from 'node:timers/promises'

/** Asks until the answer is yes. Only for what a server tells by no event; the test's own limit ends it. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const next = growingPauses(); !(await condition()); ) await next()
}

/** What comes at once is seen at once, and a long wait leaves the processor to others. */
export function growingPauses(): () => Promise<void> {
  let ms = 2
  return () => {
    ms = Math.min(ms * 1.5, 30)
    return pause(ms)
  }
}

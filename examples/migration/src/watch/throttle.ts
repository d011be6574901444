import type { Tell } from './security-events.ts'

/** Tells of the same thing on the same route once in a while, and not once for every request of an outage. */
export function throttled(tell: Tell, everyMs: number): Tell {
  const toldAtMs = new Map<string, number>()
  return (event) => {
    const key = `${event.event} ${event.route}`
    const nowMs = performance.now()
    if (nowMs - (toldAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < everyMs) return
    toldAtMs.set(key, nowMs)
    tell(event)
  }
}

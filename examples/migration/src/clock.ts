/** Where time comes from. Injected everywhere, so that a test or a demo can set it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number
}

export const systemClock: Clock = { nowMs: () => Date.now() }

/** The system's time plus a shift that only grows: "five minutes later" without waiting. */
export class ShiftedClock implements Clock {
  #shiftMs = 0

  nowMs(): number {
    return Date.now() + this.#shiftMs
  }

  advance(seconds: number): void {
    this.#shiftMs += seconds * 1000
  }
}

/** JWT dates are whole seconds (NumericDate, RFC 7519 section 2). */
export const toSeconds = (ms: number): number => Math.floor(ms / 1000)

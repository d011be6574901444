/** Measures what the record tells in milliseconds. No test judges by it. */
export class Stopwatch {
  #startedAtMs = 0
  /** From `start()` to `stop()`. */
  recoveryMs = 0
  /** Of the requests that were timed. */
  slowestMs = 0

  async time<T>(request: Promise<T>): Promise<T> {
    const askedAtMs = performance.now()
    const answer = await request
    this.slowestMs = Math.max(this.slowestMs, performance.now() - askedAtMs)
    return answer
  }

  start(): void {
    this.#startedAtMs = performance.now()
  }

  stop(): void {
    this.recoveryMs = performance.now() - this.#startedAtMs
  }
}

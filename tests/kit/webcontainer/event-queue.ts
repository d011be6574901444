/** An event on its way to a listener in the page. */
export interface PageEvent {
  readonly id: number
  readonly values: readonly unknown[]
}

/** Events in order, for a page that asks for the next ones again and again. */
export class EventQueue {
  #events: PageEvent[] = []
  #waiting: PromiseWithResolvers<void> | undefined

  push(event: PageEvent): void {
    this.#events.push(event)
    this.#waiting?.resolve()
  }

  /** Resolves when there is at least one. */
  async next(): Promise<readonly PageEvent[]> {
    if (this.#events.length === 0) {
      this.#waiting = Promise.withResolvers()
      await this.#waiting.promise
    }
    const events = this.#events
    this.#events = []
    return events
  }

  close(): void {
    this.#waiting?.resolve()
  }
}

const beatMs = 500
/** Beats in a row without an answer, after which a program counts as hung: between one second and one and a half. */
const allowedSilence = 2

/** Asks at intervals whether somebody is still there. Counts beats, not time: a page that sleeps asks nothing. */
export class Heartbeat {
  readonly #ask: (id: number) => void
  readonly #onSilence: () => void
  readonly #timer: ReturnType<typeof setInterval>
  #sent = 0
  #answered = 0

  constructor(ask: (id: number) => void, onSilence: () => void) {
    this.#ask = ask
    this.#onSilence = onSilence
    this.#timer = setInterval(() => this.#beat(), beatMs)
  }

  answered(id: number): void {
    this.#answered = id
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #beat(): void {
    if (this.#sent - this.#answered >= allowedSilence) {
      this.stop()
      this.#onSilence()
      return
    }
    this.#sent += 1
    this.#ask(this.#sent)
  }
}

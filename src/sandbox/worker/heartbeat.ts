const beatMs = 500
/** Beats in a row without an answer, after which a worker counts as hung: between one second and one and a half. */
const workerSilence = 2

/** Asks at intervals whether somebody is still there. Counts beats, not time: a page that sleeps asks nothing. */
export class Heartbeat {
  readonly #ask: (id: number) => void
  readonly #onSilence: () => void
  readonly #allowedSilence: number
  readonly #timer: ReturnType<typeof setInterval>
  #sent = 0
  #answered = 0

  /** @param allowedSilence in beats of half a second */
  constructor(ask: (id: number) => void, onSilence: () => void, allowedSilence = workerSilence) {
    this.#ask = ask
    this.#onSilence = onSilence
    this.#allowedSilence = allowedSilence
    this.#timer = setInterval(() => this.#beat(), beatMs)
  }

  answered(id: number): void {
    this.#answered = id
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #beat(): void {
    if (this.#sent - this.#answered >= this.#allowedSilence) {
      this.stop()
      this.#onSilence()
      return
    }
    this.#sent += 1
    this.#ask(this.#sent)
  }
}

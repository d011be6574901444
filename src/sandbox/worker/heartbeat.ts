const beatMs = 500
/**
 * Beats in a row without an answer, after which somebody may be hung: five seconds. A slow machine that does much else
 * kept a healthy worker from answering for more than two, while it hashed a password.
 */
const allowedSilence = 10

/** Asks at intervals whether somebody is still there. Counts beats, not time: a page that sleeps asks nothing. */
export class Heartbeat {
  readonly #ask: (id: number) => void
  readonly #onSilence: () => void
  #timer: ReturnType<typeof setInterval> | undefined
  #sent = 0
  #answered = 0

  constructor(ask: (id: number) => void, onSilence: () => void) {
    this.#ask = ask
    this.#onSilence = onSilence
    this.start()
  }

  /** Also goes on after a silence. */
  start(): void {
    this.#timer = setInterval(() => this.#beat(), beatMs)
  }

  answered(id: number): void {
    this.#answered = id
  }

  get isSilent(): boolean {
    return this.#sent - this.#answered >= allowedSilence
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #beat(): void {
    if (this.isSilent) {
      this.stop()
      this.#onSilence()
      return
    }
    this.#sent += 1
    this.#ask(this.#sent)
  }
}
